import { z } from "zod";
import { nodeId, type Prompt, type Source } from "../graph/prompt.ts";
import type { SavedNode, SavedPrompt } from "./saved-prompt.ts";

/** ComfyUI's executable form: a node by its id, `["7", 0]` for a link, `{"__value__": …}` around a list. */
export const apiFile = z.record(
  z.string(),
  z.looseObject({
    class_type: z.string(),
    inputs: z
      .record(z.string(), z.unknown())
      .nullish()
      .transform((inputs) => inputs ?? {}),
    _meta: z.looseObject({ title: z.string().optional(), version: z.unknown() }).partial().nullish(),
    no_cache: z.boolean().nullish(),
  }),
);

export type ApiFile = z.output<typeof apiFile>;

/** An API file as a graph; each node keeps the version it was saved as, where the file tells. */
export function promptFromApi(file: ApiFile): SavedPrompt {
  return new Map(Object.entries(file).map(([key, node]) => [nodeId(key), savedNode(key, node)]));
}

/** The API form of a graph, fit for JSON. Reading it gives an equal graph. */
export function apiFromPrompt(prompt: Prompt): Readonly<Record<string, unknown>> {
  const nodes = [...prompt.values()].map(({ id, type, title, inputs, noCache }) => {
    const written = Object.entries(inputs).map(([name, source]) => [name, toApi(source)]);
    const meta = title === "" ? {} : { _meta: { title } };
    const node = { class_type: type, inputs: Object.fromEntries(written), ...meta };
    return [id, noCache ? { ...node, no_cache: true } : node] as const;
  });
  return Object.fromEntries(nodes);
}

const linkPair = z.tuple([z.union([z.string(), z.int()]), z.int().nonnegative()]);
const wrapped = z.strictObject({ __value__: z.unknown() });

function savedNode(key: string, { class_type, inputs, _meta, no_cache }: ApiFile[string]): SavedNode {
  return {
    id: nodeId(key),
    type: class_type,
    title: _meta?.title ?? "",
    inputs: Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, sourceOf(value)])),
    ...(no_cache ? { noCache: true } : {}),
    version: versionOf(_meta?.version),
  };
}

/** A saved version number, or null when there is none to go by. */
export function versionOf(saved: unknown): number | null {
  return typeof saved === "number" && Number.isSafeInteger(saved) && saved > 0 ? saved : null;
}

function sourceOf(value: unknown): Source {
  const link = linkPair.safeParse(value);
  if (link.success) return { kind: "link", node: nodeId(link.data[0]), slot: link.data[1] };
  const literal = wrapped.safeParse(value);
  return { kind: "value", value: literal.success ? literal.data.__value__ : value };
}

function toApi(source: Source): unknown {
  if (source.kind === "link") return [source.node, source.slot];
  const { value } = source;
  return Array.isArray(value) || wrapped.safeParse(value).success ? { __value__: value } : value;
}

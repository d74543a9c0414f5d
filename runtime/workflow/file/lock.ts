import { z } from "zod";
import type { Prompt } from "../graph/prompt.ts";
import type { Registry } from "../node/registry.ts";
import { isObject, type JsonObject } from "./json.ts";

const names = z.record(z.string(), z.string());

/** What made a result: enough to make it again, or to say why it comes out otherwise. */
export const lockSchema = z.object({
  /** Version of this package. */
  runtime: z.string(),
  /** Versions of the packs whose nodes the workflow has, by the package's name. */
  packs: names,
  /** Hashes of the models it loads, by the name it calls them. */
  models: names,
  /** What it computed on: "onnx cpu". */
  device: z.string(),
  /** By `NODE.INPUT`. */
  seeds: z.record(z.string(), z.number()),
});

export type Lock = z.output<typeof lockSchema>;

/** The lock of a document (`extra.lock`), or null when it has none that can be read. */
export function lockIn(document: JsonObject): Lock | null {
  const saved = isObject(document.extra) ? lockSchema.safeParse(document.extra.lock) : null;
  return saved?.success ? saved.data : null;
}

/** The document with a lock. A bare API form, which has no room for one, becomes `prompt` beside it. */
export function withLock(document: JsonObject, lock: Lock): JsonObject {
  const isBare = !Object.hasOwn(document, "nodes") && !Object.hasOwn(document, "prompt");
  const whole: JsonObject = isBare ? { prompt: document } : document;
  const extra = isObject(whole.extra) ? whole.extra : {};
  return { ...whole, extra: { ...extra, lock } };
}

/** The seeds of a graph, by `NODE.INPUT`: widgets that an editor may count up or draw anew. */
export function seedsOf(prompt: Prompt, registry: Registry): Lock["seeds"] {
  const seeds: [string, number][] = [];
  for (const { id, type, inputs } of prompt.values()) {
    for (const [name, port] of Object.entries(registry.get(type)?.inputs ?? {})) {
      if (port.widget === null || port.widget.companions.length === 0) continue;
      const source = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
      if (source?.kind === "link") continue;
      const reading = port.read(source?.value ?? port.default);
      if (reading.ok && typeof reading.value === "number") seeds.push([`${id}.${name}`, reading.value]);
    }
  }
  return Object.fromEntries(seeds);
}

/** The packs that bring the nodes of a graph: versions by the package's name. */
export function packsOf(prompt: Prompt, registry: Registry): Lock["packs"] {
  const namespaces = new Set([...prompt.values()].map(({ type }) => type.slice(0, type.indexOf("/"))));
  const releases = [...namespaces].flatMap((namespace) => registry.packs.get(namespace) ?? []);
  return Object.fromEntries(releases.map(({ name, version }) => [name, version]));
}

/** What is no longer as it was locked, a sentence each. */
export function lockDifferences(saved: Lock, now: Lock): string[] {
  return [
    ...changed("runtime", { nextscale: saved.runtime }, { nextscale: now.runtime }),
    ...changed("pack", saved.packs, now.packs),
    ...changed("model", saved.models, now.models),
    ...changed("device", { used: saved.device }, { used: now.device }),
    ...changed("seed", saved.seeds, now.seeds),
  ];
}

type Values = Readonly<Record<string, string | number>>;

function changed(kind: string, saved: Values, now: Values): string[] {
  const all = [...new Set([...Object.keys(saved), ...Object.keys(now)])];
  const value = (of: Values, name: string) => (Object.hasOwn(of, name) ? shorten(String(of[name])) : "absent");
  return all
    .filter((name) => value(saved, name) !== value(now, name))
    .map((name) => `The ${kind} ${name} was ${value(saved, name)}, and is ${value(now, name)}.`);
}

/** Enough of a hash to tell two apart. */
function shorten(text: string): string {
  return text.length > 24 ? `${text.slice(0, 20)}…` : text;
}

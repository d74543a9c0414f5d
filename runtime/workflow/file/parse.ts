import { z } from "zod";
import { workflowErrors } from "../errors.ts";
import { nodeId, type Prompt, type PromptNode, type Source } from "../graph/prompt.ts";
import type { Registry } from "../node/registry.ts";
import { type EditorFile, editorFile } from "./editor-file.ts";
import { flatten } from "./flatten.ts";

/** A workflow file as read: an executable graph already, or the editor's graph, which `flatten` makes into one. */
export type WorkflowFile =
  | { readonly form: "api"; readonly prompt: Prompt }
  | { readonly form: "editor"; readonly graph: EditorFile };

/**
 * Reads a workflow and makes it executable, whichever of the two forms it has.
 * @throws WORKFLOW_NOT_JSON, WORKFLOW_NOT_A_WORKFLOW
 */
export function readWorkflow(text: string, registry: Registry): Prompt {
  const file = parseWorkflow(text);
  return file.form === "api" ? file.prompt : flatten(file.graph, registry);
}

/**
 * Parses the text of a workflow file: the API form or the editor's file (litegraph 0.4).
 * @throws WORKFLOW_NOT_JSON, WORKFLOW_NOT_A_WORKFLOW
 */
export function parseWorkflow(text: string): WorkflowFile {
  const json = parseJson(text);
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw workflowErrors.NOT_A_WORKFLOW({ problem: "is no object" });
  }
  if (Object.hasOwn(json, "nodes")) return { form: "editor", graph: checked(editorFile, json) };
  return { form: "api", prompt: promptOf(checked(apiFile, json)) };
}

const apiFile = z.record(
  z.string(),
  z.looseObject({
    class_type: z.string(),
    inputs: z.record(z.string(), z.unknown()).default({}),
    _meta: z.looseObject({ title: z.string().optional() }).optional(),
  }),
);

const linkPair = z.tuple([z.union([z.string(), z.int()]), z.int().nonnegative()]);
const wrapped = z.strictObject({ __value__: z.unknown() });

function promptOf(file: z.infer<typeof apiFile>): Prompt {
  const nodes = Object.entries(file).map(([key, node]): PromptNode => {
    const inputs = Object.entries(node.inputs).map(([name, value]) => [name, sourceOf(value)] as const);
    return {
      id: nodeId(key),
      type: node.class_type,
      title: node._meta?.title ?? "",
      inputs: Object.fromEntries(inputs),
    };
  });
  return new Map(nodes.map((node) => [node.id, node]));
}

/** `["7", 0]` is a link; `{"__value__": …}` wraps a value that would look like one. */
function sourceOf(value: unknown): Source {
  const link = linkPair.safeParse(value);
  if (link.success) return { kind: "link", node: nodeId(link.data[0]), slot: link.data[1] };
  const literal = wrapped.safeParse(value);
  return { kind: "value", value: literal.success ? literal.data.__value__ : value };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    throw workflowErrors.NOT_JSON({ problem: cause instanceof Error ? cause.message : String(cause) }, { cause });
  }
}

function checked<T>(schema: z.ZodType<T>, json: unknown): T {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const first = result.error.issues[0];
  const where = first === undefined || first.path.length === 0 ? "the file" : `"${first.path.join(".")}"`;
  throw workflowErrors.NOT_A_WORKFLOW({ problem: `${where} is wrong (${first?.message ?? "unreadable"})` });
}

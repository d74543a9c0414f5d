import type { Prompt } from "../graph/prompt.ts";
import type { Registry } from "../node/registry.ts";
import { apiFile, promptFromApi } from "./api-file.ts";
import { checked } from "./checked.ts";
import { type EditorFile, editorFile } from "./editor-file.ts";
import { flatten } from "./flatten.ts";
import { isObject, type JsonObject, parseJson } from "./json.ts";
import { modernise } from "./modernise.ts";
import type { SavedPrompt } from "./saved-prompt.ts";

/**
 * A workflow file as read: an executable graph already, or the editor's graph, which `flatten` makes into one.
 * `document` is all that the file holds, in its order.
 */
export type WorkflowFile = { readonly document: JsonObject } & (
  | { readonly form: "api"; readonly prompt: SavedPrompt }
  | { readonly form: "editor"; readonly graph: EditorFile }
);

/**
 * Reads a workflow and makes it executable, whichever of the two forms it has.
 * @throws WORKFLOW_NOT_JSON, WORKFLOW_NOT_A_WORKFLOW, WORKFLOW_SUBGRAPH_RECURSION, WORKFLOW_TOO_MANY_NODES
 */
export function readWorkflow(text: string, registry: Registry): Prompt {
  return promptOf(parseWorkflow(text), registry);
}

/** The executable graph of a file. Throws as `flatten`. */
export function promptOf(file: WorkflowFile, registry: Registry): Prompt {
  return file.form === "api" ? modernise(file.prompt, registry) : flatten(file.graph, registry);
}

/**
 * Parses the text of a workflow file: the editor's file (litegraph 0.4 or 1), or the API form, alone or as `prompt`
 * beside other things.
 * @throws WORKFLOW_NOT_JSON, WORKFLOW_NOT_A_WORKFLOW
 */
export function parseWorkflow(text: string): WorkflowFile {
  return workflowOf(parseJson(text));
}

/** The same of a document that was parsed before. */
export function workflowOf(document: JsonObject): WorkflowFile {
  if (Object.hasOwn(document, "nodes") && !isApiNode(document.nodes)) {
    return { form: "editor", document, graph: checked(editorFile, document) };
  }
  const isWrapped = isObject(document.prompt) && !isApiNode(document.prompt);
  const api = checked(apiFile, isWrapped ? document.prompt : document);
  return { form: "api", document, prompt: promptFromApi(api) };
}

function isApiNode(value: unknown): boolean {
  return isObject(value) && Object.hasOwn(value, "class_type");
}

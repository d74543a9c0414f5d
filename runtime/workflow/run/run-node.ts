import { NextscaleError } from "../../errors.ts";
import { createRng } from "../../tensor/random.ts";
import { workflowErrors } from "../errors.ts";
import type { NodeId, PromptNode } from "../graph/prompt.ts";
import { titleOf } from "../graph/title.ts";
import type { NodeContext } from "../node/context.ts";
import type { NodeDefinition } from "../node/define-node.ts";
import { type KeyedOutputs, keyedOutputs, nodeKey } from "./cache-key.ts";
import type { Place } from "./events.ts";
import { gather } from "./gather.ts";
import { type Run, type Scope, throwIfStopped } from "./scope.ts";

/**
 * Runs one node when its inputs are there, or takes its outputs from the cache.
 * @throws WORKFLOW_INPUT_REFUSED, WORKFLOW_NODE_FAILED, WORKFLOW_ABORTED
 */
export async function runNode(id: NodeId, scope: Scope, run: Run): Promise<KeyedOutputs> {
  const { node, definition } = nodeOf(id, run);
  const place: Place = { node: id, iteration: scope.iteration };
  const about = { title: titleOf(node, run.registry), nodeType: node.type };
  const inputs = await gather(node, definition, scope, run);
  throwIfStopped(run);
  try {
    const values = Object.fromEntries(Object.entries(inputs).map(([name, { value }]) => [name, value]));
    const reusable = definition.deterministic && !definition.output;
    const key = reusable
      ? nodeKey(definition, inputs, String((await definition.fingerprint?.(values)) ?? ""))
      : run.uniqueId();
    const kept = run.cache?.get(key);
    if (kept !== undefined) {
      run.emit({ type: "node-cached", ...place, ...about });
      return kept;
    }
    run.emit({ type: "node-start", ...place, ...about });
    const began = run.now();
    const outputs = keyedOutputs(key, { ...(await definition.run(values, contextFor(place, run))) });
    throwIfStopped(run);
    run.emit({ type: "node-done", ...place, ms: run.now() - began });
    if (reusable) run.cache?.set(key, outputs);
    return outputs;
  } catch (cause) {
    throwIfStopped(run);
    const error = failure(node, about.title, cause);
    run.emit({ type: "node-error", ...place, code: error.code, message: error.message, help: error.help });
    throw error;
  }
}

/** The node and its definition; both exist in a valid workflow. */
export function nodeOf(id: NodeId, run: Run): { readonly node: PromptNode; readonly definition: NodeDefinition } {
  const node = run.prompt.get(id);
  const definition = node && run.registry.get(node.type);
  if (node === undefined || definition === undefined) throw new Error(`Node ${id} was planned but does not exist.`);
  return { node, definition };
}

function contextFor(place: Place, run: Run): NodeContext {
  const { emit, signal, folder, device } = run;
  return {
    signal,
    folder,
    device,
    progress: (done, total, label = "") => emit({ type: "node-progress", ...place, done, total, label }),
    preview: (image) => emit({ type: "node-preview", ...place, image }),
    text: (text) => emit({ type: "node-text", ...place, text }),
    file: (path) => emit({ type: "node-file", ...place, path }),
    rng: createRng,
    blobs: run.blobs,
    logger: {
      info: (text) => emit({ type: "node-log", ...place, level: "info", text }),
      warn: (text) => emit({ type: "node-log", ...place, level: "warn", text }),
    },
  };
}

/** Says which node failed; what to do is for the cause to say, when it knows. */
function failure(node: PromptNode, title: string, cause: unknown): NextscaleError {
  const problem = cause instanceof Error ? cause.message : String(cause);
  const error = workflowErrors.NODE_FAILED({ node: node.id, title, type: node.type, problem }, { cause });
  if (!(cause instanceof NextscaleError)) return error;
  return new NextscaleError(error.code, error.message, cause.help, { ...error.details, cause: cause.code }, { cause });
}

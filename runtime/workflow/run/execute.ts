import { randomUUID } from "node:crypto";
import { outputNodes, validate } from "../check/validate.ts";
import { workflowErrors } from "../errors.ts";
import type { NodeId, Prompt } from "../graph/prompt.ts";
import type { Blobs } from "../node/context.ts";
import type { Registry } from "../node/registry.ts";
import type { NodeCache } from "./cache.ts";
import type { KeyedOutputs } from "./cache-key.ts";
import type { RunEvent } from "./events.ts";
import { createMemoryBlobs } from "./memory-blobs.ts";
import { plan } from "./plan.ts";
import { runSteps } from "./run-steps.ts";
import type { Run, Scope } from "./scope.ts";

export interface ExecuteOptions {
  readonly registry: Registry;
  /** Hears of everything that happens, in order. Default: nobody. */
  readonly onEvent?: (event: RunEvent) => void;
  /** Stops the run. Default: never. */
  readonly signal?: AbortSignal;
  /** Folder for results; it must exist. Default: the current one. */
  readonly folder?: string;
  /** The device asked for. Default "auto". */
  readonly device?: string;
  /** Where nodes keep large results. Default: memory, for this run. */
  readonly blobs?: Blobs;
  /** Outputs kept from earlier runs. Default: none; within a run each node still runs once. */
  readonly cache?: NodeCache;
  /** Clock in milliseconds. Default `performance.now`. */
  readonly now?: () => number;
  /** Makes keys for what may not be reused. Default random UUIDs. */
  readonly uniqueId?: () => string;
}

export interface RunResult {
  /** The outputs of the output nodes outside of loops, by id and name. */
  readonly outputs: ReadonlyMap<NodeId, Readonly<Record<string, unknown>>>;
  /** Files that nodes reported, in order. */
  readonly files: readonly string[];
  readonly ms: number;
}

/**
 * Runs a workflow: what its output nodes need, nodes that do not wait for each other at the same time.
 * @throws WORKFLOW_INVALID with all issues, WORKFLOW_INPUT_REFUSED, WORKFLOW_NODE_FAILED, WORKFLOW_ABORTED
 */
export async function execute(prompt: Prompt, options: ExecuteOptions): Promise<RunResult> {
  const { registry, onEvent = () => {}, now = () => performance.now() } = options;
  const issues = validate(prompt, registry);
  if (issues.length > 0) throw workflowErrors.INVALID({ issues });
  const steps = plan(prompt, registry);

  const failed = new AbortController();
  const files: string[] = [];
  const emit = (event: RunEvent): void => {
    if (event.type === "node-file") files.push(event.path);
    onEvent(event);
  };
  const run: Run = {
    prompt,
    registry,
    emit,
    now,
    stop: () => failed.abort(),
    signal: options.signal ? AbortSignal.any([options.signal, failed.signal]) : failed.signal,
    folder: options.folder ?? ".",
    device: options.device ?? "auto",
    blobs: options.blobs ?? createMemoryBlobs(),
    cache: options.cache ?? null,
    uniqueId: options.uniqueId ?? randomUUID,
  };

  const began = now();
  const done = (status: "done" | "failed" | "aborted") => emit({ type: "run-done", status, ms: now() - began });
  const scope: Scope = { parent: null, values: new Map(), iteration: [] };
  emit({ type: "run-start", steps: steps.length });
  try {
    await runSteps(steps, scope, run);
    const outputs = await collect(outputNodes(prompt, registry), scope);
    done("done");
    return { outputs, files, ms: now() - began };
  } catch (error) {
    done(options.signal?.aborted ? "aborted" : "failed");
    throw error;
  }
}

async function collect(ids: readonly NodeId[], scope: Scope): Promise<RunResult["outputs"]> {
  const outputs = new Map<NodeId, Readonly<Record<string, unknown>>>();
  for (const id of ids) {
    const made: KeyedOutputs | undefined = await scope.values.get(id);
    if (made === undefined) continue; // inside a loop
    outputs.set(id, Object.fromEntries(Object.entries(made).map(([name, { value }]) => [name, value])));
  }
  return outputs;
}

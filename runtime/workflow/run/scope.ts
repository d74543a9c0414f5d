import { workflowErrors } from "../errors.ts";
import type { NodeId, Prompt } from "../graph/prompt.ts";
import type { Blobs } from "../node/context.ts";
import type { Registry } from "../node/registry.ts";
import type { NodeCache } from "./cache.ts";
import type { KeyedOutputs } from "./cache-key.ts";
import type { RunEvent } from "./events.ts";

/** What all parts of one run share. */
export interface Run {
  readonly prompt: Prompt;
  readonly registry: Registry;
  readonly emit: (event: RunEvent) => void;
  readonly now: () => number;
  /** Tells the nodes that still work that the run has failed. */
  readonly stop: () => void;
  readonly signal: AbortSignal;
  readonly folder: string;
  readonly device: string;
  readonly blobs: Blobs;
  readonly cache: NodeCache | null;
  readonly uniqueId: () => string;
}

/** The values made so far: one scope for the workflow, and a fresh one inside it for each round of a loop. */
export interface Scope {
  readonly parent: Scope | null;
  readonly values: Map<NodeId, Promise<KeyedOutputs>>;
  readonly iteration: readonly number[];
}

/** The outputs of a node, made in this scope or in one around it. */
export function valuesOf(id: NodeId, scope: Scope): Promise<KeyedOutputs> | undefined {
  for (let at: Scope | null = scope; at !== null; at = at.parent) {
    const values = at.values.get(id);
    if (values !== undefined) return values;
  }
  return undefined;
}

/** @throws WORKFLOW_ABORTED once the run has been stopped. */
export function throwIfStopped(run: Run): void {
  if (run.signal.aborted) throw workflowErrors.ABORTED(undefined);
}

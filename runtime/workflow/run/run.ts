import type { NodeCache } from "../cache/cache.ts";
import { workflowErrors } from "../errors.ts";
import type { Blobs } from "../node/context.ts";
import type { Registry } from "../node/registry.ts";
import type { RunEvent } from "./events.ts";
import type { Fingerprints } from "./fingerprints.ts";
import type { Lanes } from "./lanes.ts";
import type { RunPlan } from "./run-plan.ts";
import type { Trace } from "./trace.ts";

/** What all parts of one run share. */
export interface Run {
  readonly registry: Registry;
  /** Runs a plan within this run: the body of a loop, the graph a node made. */
  readonly runPlan: RunPlan;
  readonly emit: (event: RunEvent) => void;
  readonly now: () => number;
  /** Tells the nodes that still work that the run has failed. */
  readonly stop: (error: unknown) => void;
  readonly signal: AbortSignal;
  readonly folder: string;
  readonly source: ReadonlyMap<string, string>;
  readonly device: string;
  readonly blobs: Blobs;
  readonly lanes: Lanes;
  readonly cache: NodeCache;
  readonly fingerprints: Fingerprints;
  /** Failures that an event has told of. */
  readonly told: WeakSet<object>;
  /** What happened to each node, in order. */
  readonly traces: Trace[];
}

/** @throws WORKFLOW_ABORTED once the run has been stopped. */
export function throwIfStopped(run: Run): void {
  if (run.signal.aborted) throw workflowErrors.ABORTED(undefined);
}

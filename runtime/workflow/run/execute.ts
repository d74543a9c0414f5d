import { createCache, type NodeCache } from "../cache/cache.ts";
import type { Slot } from "../cache/result.ts";
import { noCache } from "../cache/strategies.ts";
import type { Checked } from "../check/check-workflow.ts";
import type { Issue } from "../check/issue.ts";
import { workflowErrors } from "../errors.ts";
import type { NodeId, Prompt } from "../graph/prompt.ts";
import type { Blobs } from "../node/context.ts";
import type { Registry } from "../node/registry.ts";
import type { RunEvent } from "./events.ts";
import { createLanes, type Lanes } from "./lanes.ts";
import { createMemoryBlobs } from "./memory-blobs.ts";
import type { Step } from "./plan-type.ts";
import type { Run } from "./run.ts";
import { type Finished, runPlan } from "./run-plan.ts";
import type { Trace } from "./trace.ts";

export interface ExecuteOptions {
  readonly registry: Registry;
  /** Hears of everything that happens, in order. Default: nobody. */
  readonly onEvent?: (event: RunEvent) => void;
  /** Stops the run. Default: never. */
  readonly signal?: AbortSignal;
  /** The nodes to run, with what they need. Default: all output nodes. */
  readonly targets?: readonly NodeId[];
  /** Folder for results; it must exist. Default: the current one. */
  readonly folder?: string;
  /** Texts that results carry: `workflow` and `prompt`. Default: none. */
  readonly source?: ReadonlyMap<string, string>;
  /** The device asked for. Default "auto". */
  readonly device?: string;
  /** Who uses a device; runs that may overlap share it. Default: this run alone. */
  readonly lanes?: Lanes;
  /** Where nodes keep large results. Default: memory, for this run. */
  readonly blobs?: Blobs;
  /** Results kept from earlier runs. Default: none; within a run each node still runs once. */
  readonly cache?: NodeCache;
  /** What `checkWorkflow` says of this prompt and these targets, where it was asked already. Default: it is asked. */
  readonly checked?: Checked;
  /** Clock in milliseconds. Default `performance.now`. */
  readonly now?: () => number;
}

export interface RunResult {
  /** What the targets outside of loops made, by id and name; a list where the node ran for the items of one. */
  readonly outputs: ReadonlyMap<NodeId, Readonly<Record<string, unknown>>>;
  /** Files that nodes reported, in order. */
  readonly files: readonly string[];
  /** Why some outputs did not run; empty when all did. */
  readonly issues: readonly Issue[];
  /** What happened to each node, in the order in which it was known: see `explain`. */
  readonly traces: readonly Trace[];
  readonly ms: number;
  /** Gives back what the outputs hold on a device; do not use those any more. */
  readonly release: () => Promise<void>;
}

/**
 * Runs a workflow: what its targets need, nodes that do not wait for each other at the same time. Targets that a
 * problem of the workflow touches are left out, unless it touches all.
 * @throws WORKFLOW_INVALID with all issues, WORKFLOW_INPUT_REFUSED, WORKFLOW_NODE_REFUSED, WORKFLOW_NODE_FAILED,
 * WORKFLOW_ABORTED
 */
export async function execute(prompt: Prompt, options: ExecuteOptions): Promise<RunResult> {
  const { registry, onEvent = () => {}, now = () => performance.now() } = options;
  const cache = options.cache ?? createCache(noCache);
  const prepared = await cache.prepare(prompt, registry, options.targets ?? null, options.checked ?? null);
  const { issues } = prepared.checked;
  if (prepared.planned === null) throw workflowErrors.INVALID({ issues });
  const { outputs: targets, plan, findKeys } = prepared.planned;

  const failed = new AbortController();
  let failure: { readonly error: unknown } | null = null;
  const files: string[] = [];
  cache.signatures.turn();
  const run: Run = {
    registry,
    runPlan,
    emit: (event) => {
      if (event.type === "node-file") files.push(event.path);
      onEvent(event);
    },
    now,
    stop: (error) => {
      failure ??= { error };
      failed.abort();
    },
    signal: options.signal ? AbortSignal.any([options.signal, failed.signal]) : failed.signal,
    folder: options.folder ?? ".",
    source: options.source ?? new Map(),
    device: options.device ?? "auto",
    lanes: options.lanes ?? createLanes(),
    blobs: options.blobs ?? createMemoryBlobs(),
    cache,
    fingerprints: new Map(),
    told: new WeakSet(),
    traces: [],
  };

  const began = now();
  const done = (status: "done" | "failed" | "aborted") => run.emit({ type: "run-done", status, ms: now() - began });
  run.emit({ type: "run-start", steps: plan.steps.length, issues });
  try {
    const finished = await runPlan(plan, [], { iteration: [], display: null }, run, findKeys);
    await cache.holds.settled();
    done("done");
    const release = async (): Promise<void> => {
      finished.close();
      await cache.holds.settled();
    };
    return { outputs: collect(targets, finished), files, issues, traces: run.traces, ms: now() - began, release };
  } catch (error) {
    await cache.holds.settled();
    const aborted = options.signal?.aborted === true;
    done(aborted ? "aborted" : "failed");
    const first = failure as { readonly error: unknown } | null;
    throw aborted || first === null ? error : first.error;
  }
}

function collect(targets: readonly NodeId[], { scope }: Finished): RunResult["outputs"] {
  const wanted = new Set(targets);
  const outputs = new Map<NodeId, Readonly<Record<string, unknown>>>();
  for (const number of scope.plan.targets) {
    const { id, definition } = scope.plan.steps[number] as Step;
    const result = wanted.has(id) ? scope.results[number] : undefined;
    if (result === undefined) continue;
    const names = Object.keys(definition.outputs);
    outputs.set(id, Object.fromEntries(names.map((name, i) => [name, shownValue(result.slots[i])])));
  }
  return outputs;
}

function shownValue(slot: Slot | undefined): unknown {
  return slot?.list ? slot.items : slot?.items[0];
}

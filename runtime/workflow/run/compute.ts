import { resourcesIn } from "../cache/holds.ts";
import type { Result, Said } from "../cache/result.ts";
import { workflowErrors } from "../errors.ts";
import { type Blocker, block, isBlocker } from "../node/blocker.ts";
import type { NodeContext } from "../node/context.ts";
import { isExpansion } from "../node/expansion.ts";
import { gather, keysOfInputs } from "./gather.ts";
import { mergeOutputs, type Outputs } from "./merge-outputs.ts";
import { contextFor } from "./node-context.ts";
import type { NodeStep } from "./plan-type.ts";
import { keepTrace, reportBlocked, reportDone, reportStart } from "./report.ts";
import { type Run, throwIfStopped } from "./run.ts";
import { runExpansion } from "./run-expansion.ts";
import { placeOf, type Scope } from "./scope.ts";

/** What `run` returned for one item: outputs, or what stands in for all of them. */
type Returned = unknown;

/** Runs a node for every item of its inputs and puts the outputs together, in order. The result is held once. */
export async function compute(number: number, scope: Scope, run: Run): Promise<Result> {
  const step = scope.plan.steps[number] as NodeStep;
  const { definition } = step;
  const gathered = gather(step, scope.wanted[number] ?? [], scope);
  const inputs: (Readonly<Record<string, unknown>> | Blocker)[] = [];
  for (let item = 0; item < gathered.count; item++) inputs.push(gathered.at(item));
  const blockers = inputs.filter(isBlocker);
  if (blockers.length > 0) reportBlocked(number, new Set(blockers.map(({ reason }) => reason ?? "")), scope, run);
  if (blockers.length > 0 && blockers.length === inputs.length) {
    keepTrace(number, "blocked", 0, scope, run);
    return mergeOutputs(
      definition,
      gathered.mapped,
      inputs.map(() => block()),
      [],
    );
  }

  const said: Said[] = [];
  const ctx = contextFor(placeOf(step, scope), definition.output, run, said);
  let ms = 0;
  const work = async (): Promise<readonly Returned[]> => {
    throwIfStopped(run);
    reportStart(number, scope, run);
    const began = run.now();
    const inOrder = definition.output || definition.device;
    const returned = await forEach(inputs, inOrder, run, (each) => callRun(step, each, ctx));
    ms = run.now() - began;
    return returned;
  };
  const returned = await (definition.device ? run.lanes.use(run.device, work, run.signal) : work());
  const closings: (() => void)[] = [];
  try {
    const outputs = await forEach(returned, false, run, async (each, item): Promise<Outputs | Blocker> => {
      if (!isExpansion(each)) return each as Outputs | Blocker;
      if (!definition.expand)
        throw workflowErrors.BAD_EXPANSION({ problem: "came from a node without `expand: true`" });
      const keys = keysOfInputs(step, item, inputs[item] as Readonly<Record<string, unknown>>, scope);
      const { outputs: made, close } = await runExpansion(each, step, item, keys, scope, run);
      closings.push(close);
      return made;
    });
    const result = mergeOutputs(definition, gathered.mapped, outputs, worthSaying(said));
    throwIfStopped(run);
    run.cache.holds.retain(result.resources);
    reportDone(number, ms, scope, run);
    return result;
  } catch (error) {
    discard(returned, run);
    throw error;
  } finally {
    for (const close of closings) close();
  }
}

/** Pictures are worth keeping when no file was written: then they are all that came of an output. */
function worthSaying(said: readonly Said[]): readonly Said[] {
  return said.some(({ type }) => type === "node-file") ? said.filter(({ type }) => type !== "node-preview") : said;
}

/** @throws WORKFLOW_NODE_REFUSED when the node's own check says no. */
async function callRun(
  step: NodeStep,
  inputs: Readonly<Record<string, unknown>> | Blocker,
  ctx: NodeContext,
): Promise<Returned> {
  // Whoever was told the reason need not hear it again from all that is further down.
  if (isBlocker(inputs)) return block();
  const { definition } = step;
  const problem = (await definition.validate?.(inputs)) ?? null;
  if (problem !== null) throw workflowErrors.NODE_REFUSED({ node: step.id, title: step.title, problem });
  return definition.run(inputs, ctx);
}

/** Does the same for every item, one after the other or at once; the first fault stops the run. */
async function forEach<T, U>(
  items: readonly T[],
  inOrder: boolean,
  run: Run,
  work: (item: T, index: number) => Promise<U>,
): Promise<readonly U[]> {
  if (items.length === 1) return [await work(items[0] as T, 0)];
  const done: U[] = [];
  if (inOrder) {
    try {
      for (const [i, item] of items.entries()) {
        throwIfStopped(run);
        done.push(await work(item, i));
      }
    } catch (error) {
      discard(done, run);
      throw error;
    }
    return done;
  }
  const settled = await Promise.allSettled(items.map(work));
  const failed = settled.find((each) => each.status === "rejected");
  const made = settled.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  if (failed === undefined) return made;
  discard(made, run);
  throw failed.reason;
}

/** Frees what was made and that nobody will have. */
function discard(returned: readonly Returned[], run: Run): void {
  for (const outputs of returned) {
    if (typeof outputs !== "object" || outputs === null || isBlocker(outputs) || isExpansion(outputs)) continue;
    const resources = resourcesIn(Object.values(outputs));
    run.cache.holds.retain(resources);
    run.cache.holds.drop(resources);
  }
}

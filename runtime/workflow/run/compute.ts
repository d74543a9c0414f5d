import { resourcesIn } from "../cache/holds.ts";
import type { Result, Said } from "../cache/result.ts";
import { workflowErrors } from "../errors.ts";
import { type Blocker, block, isBlocker } from "../node/blocker.ts";
import type { NodeContext } from "../node/context.ts";
import { isExpansion } from "../node/expansion.ts";
import { forEach } from "./for-each.ts";
import { gather, keysOfInputs } from "./gather.ts";
import { mergeOutputs, type Outputs } from "./merge-outputs.ts";
import { contextFor } from "./node-context.ts";
import type { NodeStep } from "./plan-type.ts";
import { keepTrace, reportBlocked, reportDone, reportStart } from "./report.ts";
import { type Run, throwIfStopped } from "./run.ts";
import { runExpansion } from "./run-expansion.ts";
import { placeOf, type Scope } from "./scope.ts";

/** The inputs of one item, or what stops it. */
type Inputs = Readonly<Record<string, unknown>> | Blocker;
/** What `run` returned for one item: outputs, or what stands in for all of them. */
type Returned = unknown;

/** Runs a node for every item of its inputs and puts the outputs together, in order. The result is held once. */
export async function compute(number: number, scope: Scope, run: Run): Promise<Result> {
  const step = scope.plan.steps[number] as NodeStep;
  const { definition } = step;
  const gathered = gather(step, scope.wanted[number] ?? [], scope);
  const inputs: Inputs[] = [];
  for (let item = 0; item < gathered.count; item++) inputs.push(gathered.at(item));
  const blockers = inputs.filter(isBlocker);
  if (blockers.length > 0) reportBlocked(number, new Set(blockers.map(({ reason }) => reason ?? "")), scope, run);
  if (blockers.length > 0 && blockers.length === inputs.length) {
    keepTrace(number, "blocked", 0, scope, run);
    const made = inputs.map(() => block());
    return mergeOutputs(definition, gathered.mapped, made, []);
  }

  const said: Said[] = [];
  const { returned, ms } = definition.device
    ? await run.lanes.use(run.device, () => call(number, inputs, said, scope, run), run.signal)
    : await call(number, inputs, said, scope, run);
  const expanded = returned.some(isExpansion) ? await expand(returned, step, inputs, scope, run) : null;
  try {
    const outputs = expanded?.outputs ?? (returned as readonly (Outputs | Blocker)[]);
    const result = mergeOutputs(definition, gathered.mapped, outputs, worthSaying(said));
    throwIfStopped(run);
    run.cache.holds.retain(result.resources);
    reportDone(number, ms, scope, run);
    return result;
  } catch (error) {
    discard(returned, run);
    throw error;
  } finally {
    expanded?.close();
  }
}

/** Calls a node's `run` for every item, one after the other where the order or the device asks for it. */
async function call(
  number: number,
  inputs: readonly Inputs[],
  said: Said[],
  scope: Scope,
  run: Run,
): Promise<{ readonly returned: readonly Returned[]; readonly ms: number }> {
  const step = scope.plan.steps[number] as NodeStep;
  const { output, device } = step.definition;
  throwIfStopped(run);
  const ctx = contextFor(placeOf(step, scope), output, run, said);
  reportStart(number, scope, run);
  const began = run.now();
  const [only] = inputs;
  const returned =
    inputs.length === 1 && only !== undefined
      ? [await callRun(step, only, ctx)]
      : await forEach(inputs, { inOrder: output || device, run, discard: (made) => discard(made, run) }, (each) =>
          callRun(step, each, ctx),
        );
  return { returned, ms: run.now() - began };
}

/** @throws WORKFLOW_NODE_REFUSED when the node's own check says no. */
async function callRun(step: NodeStep, inputs: Inputs, ctx: NodeContext): Promise<Returned> {
  // Whoever was told the reason need not hear it again from all that is further down.
  if (isBlocker(inputs)) return block();
  const { definition } = step;
  const problem = definition.validate === undefined ? null : ((await definition.validate(inputs)) ?? null);
  if (problem !== null) throw workflowErrors.NODE_REFUSED({ node: step.id, title: step.title, problem });
  return definition.run(inputs, ctx);
}

/** Runs the graphs among what a node returned; what they made is held until `close`. */
async function expand(
  returned: readonly Returned[],
  step: NodeStep,
  inputs: readonly Inputs[],
  scope: Scope,
  run: Run,
): Promise<{ readonly outputs: readonly (Outputs | Blocker)[]; readonly close: () => void }> {
  const closings: (() => void)[] = [];
  const close = (): void => {
    for (const each of closings) each();
  };
  const one = async (each: Returned, item: number): Promise<Outputs | Blocker> => {
    if (!isExpansion(each)) return each as Outputs | Blocker;
    if (!step.definition.expand)
      throw workflowErrors.BAD_EXPANSION({ problem: "came from a node without `expand: true`" });
    const keys = keysOfInputs(step, item, inputs[item] as Readonly<Record<string, unknown>>, scope);
    const expanded = await runExpansion(each, step, item, keys, scope, run);
    closings.push(expanded.close);
    return expanded.outputs;
  };
  try {
    const outputs = await forEach(returned, { inOrder: false, run, discard: () => {} }, one);
    return { outputs, close };
  } catch (error) {
    close();
    discard(returned, run);
    throw error;
  }
}

/** Pictures are worth keeping when no file was written: then they are all that came of an output. */
function worthSaying(said: readonly Said[]): readonly Said[] {
  return said.some(({ type }) => type === "node-file") ? said.filter(({ type }) => type !== "node-preview") : said;
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

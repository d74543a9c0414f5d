import type { Result } from "../cache/result.ts";
import { askFingerprints } from "./fingerprints.ts";
import { type FindKeys, findKey, findKeys } from "./keys.ts";
import type { Plan, Step } from "./plan-type.ts";
import { reportCached } from "./report.ts";
import { type Run, throwIfStopped } from "./run.ts";
import { runLoop } from "./run-loop.ts";
import { runNode } from "./run-node.ts";
import { createScope, type Given, isReusable, type Scope, type Where } from "./scope.ts";

/** A plan that has run. What its targets made is held until `close`. */
export interface Finished {
  readonly scope: Scope;
  readonly close: () => void;
}

/** `find`: how its keys are found. Default: each is made from what it depends on. */
export type RunPlan = (
  plan: Plan,
  given: readonly Given[],
  where: Where,
  run: Run,
  find?: FindKeys,
) => Promise<Finished>;

/**
 * Runs a plan: first what is known of keys says what the cache holds, then its targets ask for the rest, each step
 * starting when what it reads from is done. After a failure nothing new starts; what runs is told to stop and waited
 * for, so no work is left behind.
 * @throws WORKFLOW_NODE_FAILED, WORKFLOW_INPUT_REFUSED, WORKFLOW_NODE_REFUSED, WORKFLOW_ABORTED
 */
export async function runPlan(
  plan: Plan,
  given: readonly Given[],
  where: Where,
  run: Run,
  find: FindKeys = findKeys,
): Promise<Finished> {
  const scope = createScope(plan, given, where);
  if (plan.fingerprinted.length > 0) await askFingerprints(plan.fingerprinted, run.fingerprints);
  find(scope, run);
  const close = (): void => {
    for (const number of scope.results.keys()) letGo(number, scope, run);
  };
  try {
    await runSteps(scope, run);
    return { scope, close };
  } catch (error) {
    close();
    throw error;
  }
}

function letGo(number: number, scope: Scope, run: Run): void {
  const result = scope.results[number];
  if (result === undefined) return;
  scope.results[number] = undefined;
  run.cache.holds.drop(result.resources);
}

/** A step is asked for at most once, and done at most once. */
type State = "idle" | "asked" | "done";

/** Numbers of steps, first in first out. */
interface Queue {
  readonly push: (number: number) => void;
  readonly next: () => number | undefined;
}

function runSteps(scope: Scope, run: Run): Promise<void> {
  const { steps, targets } = scope.plan;
  const states: State[] = Array.from(steps, () => "idle");
  const waiting: (() => void)[][] = [];
  const readers = countReaders(scope);
  const ready = createQueue();
  const told = tellKept(scope, run);
  const failures: unknown[] = [];
  const onFailure: (() => void)[] = [];
  let working = 0;

  return new Promise((resolve, reject) => {
    /** Takes a result that is held for this scope. */
    const done = (number: number, result: Result): void => {
      scope.results[number] = result;
      states[number] = "done";
      for (const go of waiting[number] ?? []) go();
      leave(number);
    };
    /** A step that is done reads nothing any more; what nobody else will read is let go. */
    const leave = (number: number): void => {
      for (const source of (steps[number] as Step).sources) {
        const left = (readers[source] ?? 0) - 1;
        readers[source] = left;
        if (left === 0) letGo(source, scope, run);
      }
    };
    const fail = (error: unknown): void => {
      failures.push(error);
      run.stop(error);
      for (const tell of onFailure.splice(0)) tell();
    };

    /** Asks for steps and all that they read from; whatever is in the cache is done at once. */
    const ask = (wanted: readonly number[]): void => {
      const open = wanted.toReversed();
      for (let number = open.pop(); number !== undefined; number = open.pop()) {
        if (states[number] !== "idle") continue;
        states[number] = "asked";
        const kept = keptResult(number, scope, run);
        if (kept !== undefined) {
          if (!told.has(number)) reportCached(number, kept, scope, run);
          run.cache.holds.retain(kept.resources);
          done(number, kept);
          continue;
        }
        const sources = sourcesOf(number, scope);
        for (let i = sources.length - 1; i >= 0; i--) open.push(sources[i] as number);
        whenDone(sources, () => ready.push(number));
      }
    };
    const whenDone = (numbers: readonly number[], go: () => void): void => {
      let left = 1;
      const one = (): void => {
        left -= 1;
        if (left === 0) go();
      };
      for (const number of numbers) {
        if (states[number] === "done") continue;
        left += 1;
        waiting[number] ??= [];
        waiting[number].push(one);
      }
      one();
    };
    /** Lets a working step have more of its sources. */
    const need = (numbers: readonly number[]): Promise<void> =>
      new Promise((have, giveUp) => {
        onFailure.push(() => {
          giveUp(failures[0]);
        });
        ask(numbers);
        whenDone(numbers, have);
        startReady();
      });

    const startReady = (): void => {
      while (failures.length === 0) {
        const number = ready.next();
        if (number === undefined) break;
        start(number);
      }
      if (working === 0) finish();
    };
    const start = (number: number): void => {
      working += 1;
      runStep(number, scope, run, need).then(
        (result) => {
          working -= 1;
          done(number, result);
          startReady();
        },
        (error: unknown) => {
          working -= 1;
          fail(error);
          startReady();
        },
      );
    };
    const finish = (): void => {
      if (failures.length > 0) reject(failures[0]);
      else resolve();
    };

    ask(targets);
    startReady();
  });
}

/**
 * Tells which of the steps that the targets build on are in the cache, and marks those as used: also those that nobody
 * will read because what reads them is in the cache too.
 */
function tellKept(scope: Scope, run: Run): ReadonlySet<number> {
  const { steps, targets } = scope.plan;
  const needed = new Uint8Array(steps.length);
  for (const target of targets) needed[target] = 1;
  for (let number = steps.length - 1; number >= 0; number--)
    if (needed[number] === 1) for (const source of sourcesOf(number, scope)) needed[source] = 1;
  const told = new Set<number>();
  for (let number = 0; number < steps.length; number++) {
    const kept = needed[number] === 1 ? keptResult(number, scope, run) : undefined;
    if (kept === undefined) continue;
    reportCached(number, kept, scope, run);
    told.add(number);
  }
  return told;
}

/** Runs a step; what it returns is held once, for its scope. */
async function runStep(
  number: number,
  scope: Scope,
  run: Run,
  need: (numbers: readonly number[]) => Promise<void>,
): Promise<Result> {
  const step = scope.plan.steps[number] as Step;
  throwIfStopped(run);
  if (scope.keys[number] === undefined) findKey(number, scope, run);
  return step.kind === "loop" ? runLoop(number, scope, run) : runNode(number, scope, run, need);
}

/** How many steps read from each; the targets have one reader more, who takes them when all is done. */
function countReaders({ plan: { steps, targets } }: Scope): Uint32Array {
  const readers = new Uint32Array(steps.length);
  for (const step of steps) for (const source of step.sources) readers[source] = (readers[source] ?? 0) + 1;
  for (const target of targets) readers[target] = (readers[target] ?? 0) + 1;
  return readers;
}

function keptResult(number: number, scope: Scope, run: Run): Result | undefined {
  const key = scope.keys[number];
  return key !== undefined && isReusable(key) ? run.cache.get(key) : undefined;
}

/** What a step reads before it starts: what it always does, and what it is already known to want. */
function sourcesOf(number: number, scope: Scope): readonly number[] {
  const step = scope.plan.steps[number] as Step;
  const wanted = scope.wanted[number];
  if (step.kind === "loop" || wanted === undefined || wanted.length === 0) return step.eager;
  const more = step.inputs.flatMap(({ name, wire }) =>
    wire.kind === "step" && wanted.includes(name) ? [wire.step] : [],
  );
  return [...step.eager, ...more];
}

function createQueue(): Queue {
  const numbers: number[] = [];
  let first = 0;
  return {
    push: (number) => {
      numbers.push(number);
    },
    next: () => {
      const number = numbers[first];
      if (number !== undefined) first += 1;
      return number;
    },
  };
}

import type { Result } from "../cache/result.ts";
import { givenOf, keptResult, letGo, sourcesOf } from "./kept.ts";
import type { Step, Wire } from "./plan-type.ts";
import { readsOf } from "./reads.ts";
import { reportCached } from "./report.ts";
import type { Run } from "./run.ts";
import { runLoop } from "./run-loop.ts";
import { runNode } from "./run-node.ts";
import { isPromised, type Scope } from "./scope.ts";

/** Lets a working step have more of what it may read. */
export type Need = (wires: readonly Wire[]) => Promise<void>;

/** A step is asked for at most once, and done at most once. */
type State = "idle" | "asked" | "done";

/** Numbers of steps, first in first out. */
interface Queue {
  readonly push: (number: number) => void;
  readonly next: () => number | undefined;
}

/** Runs the steps that a plan's targets need. `told`: those in the cache that an event has told of. */
export function runSteps(scope: Scope, told: ReadonlySet<number>, run: Run): Promise<void> {
  const { steps, targets } = scope.plan;
  const states: State[] = Array.from(steps, () => "idle");
  const waiting: (() => void)[][] = [];
  const readers = countReaders(scope);
  const ready = createQueue();
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
        whenThere(sources, givenOf(number, scope), () => ready.push(number));
      }
    };
    /** Goes on once some steps are done and some given values are fetched. */
    const whenThere = (numbers: readonly number[], given: readonly number[], go: () => void): void => {
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
      for (const index of given) {
        const promised = scope.given[index];
        if (!isPromised(promised)) continue;
        left += 1;
        work(promised.fetch, (value) => {
          scope.given[index] = value;
          one();
        });
      }
      one();
    };
    const need: Need = (wires) =>
      new Promise((have, giveUp) => {
        onFailure.push(() => {
          giveUp(failures[0]);
        });
        const reads = readsOf(wires);
        ask(reads.steps);
        whenThere(reads.steps, reads.given, have);
        startReady();
      });

    const startReady = (): void => {
      while (failures.length === 0) {
        const number = ready.next();
        if (number === undefined) break;
        work(
          () => runStep(number, scope, run, need),
          (result) => done(number, result),
        );
      }
      if (working === 0) finish();
    };
    /** Takes what comes of some work; nothing is over before it is. It counts before it begins: it may ask for more. */
    const work = <T>(begin: () => Promise<T>, take: (value: T) => void): void => {
      working += 1;
      begin().then(
        (value) => {
          working -= 1;
          take(value);
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

/** Runs a step; what it returns is held once, for its scope. */
function runStep(number: number, scope: Scope, run: Run, need: Need): Promise<Result> {
  const { kind } = scope.plan.steps[number] as Step;
  return kind === "loop" ? runLoop(number, scope, run, need) : runNode(number, scope, run, need);
}

/** How many steps read from each; the targets have one reader more, who takes them when all is done. */
function countReaders({ plan: { steps, targets } }: Scope): Uint32Array {
  const readers = new Uint32Array(steps.length);
  for (const step of steps) for (const source of step.sources) readers[source] = (readers[source] ?? 0) + 1;
  for (const target of targets) readers[target] = (readers[target] ?? 0) + 1;
  return readers;
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

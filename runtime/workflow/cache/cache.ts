import { createPreparer, type Prepare } from "../run/prepare.ts";
import { createGenerations, type Generations } from "./generations.ts";
import { createHolds, type Holds } from "./holds.ts";
import { createLastRun, type LastRun } from "./last-run.ts";
import type { Result } from "./result.ts";
import { sizeOf } from "./size-of.ts";
import { byteBudget, type CacheStrategy, type CacheUse } from "./strategies.ts";

/** What runs share: the results of nodes by content key, and what makes finding them quick. */
export interface NodeCache {
  /** The result kept under a key, which counts as used. */
  readonly get: (key: string) => Result | undefined;
  /** Keeps a result, if the strategy lets it; older ones may leave. */
  readonly set: (key: string, result: Result) => void;
  readonly use: () => CacheUse;
  /** Forgets everything; resolves when all that no run holds is freed. */
  readonly clear: () => Promise<void>;
  /** Who holds what must be freed. */
  readonly holds: Holds;
  /** Lazy inputs a node asked for, by what it knew when it did. */
  readonly wants: Generations<readonly string[]>;
  /** What each node's key was made from in the run before, by its place. */
  readonly signatures: LastRun<string>;
  /** Prepares runs, and knows the last one. */
  readonly prepare: Prepare;
}

/** Answers of lazy nodes that are surely remembered; each is a few hundred bytes. */
const MOST_WANTS = 10_000;

/** Makes a cache; by default it keeps a quarter of the machine's memory. */
export function createCache(strategy: CacheStrategy = byteBudget()): NodeCache {
  const entries = new Map<string, { readonly result: Result; readonly bytes: number }>();
  const holds = createHolds();
  let bytes = 0;

  const remove = (key: string): void => {
    const entry = entries.get(key);
    if (entry === undefined) return;
    entries.delete(key);
    bytes -= entry.bytes;
    holds.drop(entry.result.resources);
  };
  const shrink = (): void => {
    for (const key of entries.keys()) {
      if (strategy({ entries: entries.size, bytes })) return;
      remove(key);
    }
  };

  return {
    get: (key) => {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      return entry.result;
    },
    set: (key, result) => {
      remove(key);
      const entry = { result, bytes: sizeOf(result.said.length === 0 ? result.slots : [result.slots, result.said]) };
      if (!strategy({ entries: 1, bytes: entry.bytes })) return;
      holds.retain(result.resources);
      entries.set(key, entry);
      bytes += entry.bytes;
      shrink();
    },
    use: () => ({ entries: entries.size, bytes }),
    clear: async () => {
      for (const key of [...entries.keys()]) remove(key);
      await holds.settled();
    },
    holds,
    wants: createGenerations(MOST_WANTS),
    signatures: createLastRun(),
    prepare: createPreparer(),
  };
}

import { totalmem } from "node:os";

/** What a cache holds. */
export interface CacheUse {
  readonly entries: number;
  readonly bytes: number;
}

/** Whether a cache may hold this much; if not, what was used longest ago leaves until it may. */
export type CacheStrategy = (use: CacheUse) => boolean;

/** Keeps results up to a number of bytes. Default: a quarter of the machine's memory, at least 1 GiB. */
export const byteBudget =
  (bytes = Math.max(2 ** 30, totalmem() / 4)): CacheStrategy =>
  (use) =>
    use.bytes <= bytes;

/** Keeps the results of the `entries` nodes used last. */
export const lru =
  (entries: number): CacheStrategy =>
  (use) =>
    use.entries <= entries;

/** Keeps nothing: each run computes all it needs, each node once. */
export const noCache: CacheStrategy = (use) => use.entries === 0;

import { type Run, throwIfStopped } from "./run.ts";

interface ForEachOptions<U> {
  /** One after the other instead of all at once. */
  readonly inOrder: boolean;
  readonly run: Run;
  /** Is given what was made when something else fails. */
  readonly discard: (made: readonly U[]) => void;
}

/** Does the same for every item; the first fault is thrown once nothing is under way. */
export async function forEach<T, U>(
  items: readonly T[],
  { inOrder, run, discard }: ForEachOptions<U>,
  work: (item: T, index: number) => Promise<U>,
): Promise<readonly U[]> {
  if (inOrder) {
    const done: U[] = [];
    try {
      for (const [i, item] of items.entries()) {
        throwIfStopped(run);
        done.push(await work(item, i));
      }
    } catch (error) {
      discard(done);
      throw error;
    }
    return done;
  }
  const settled = await Promise.allSettled(items.map(work));
  const failed = settled.find((each) => each.status === "rejected");
  const made = settled.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  if (failed === undefined) return made;
  discard(made);
  throw failed.reason;
}

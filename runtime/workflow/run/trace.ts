import type { About, Place } from "./events.ts";

/** What happened to a node in a run, with what `explain` needs to say why. */
export interface Trace extends Place, About {
  readonly outcome: "ran" | "cached" | "blocked" | "failed";
  /** Milliseconds its `run` took; 0 unless it ran. */
  readonly ms: number;
  /** What its key was made from; null when it may never be reused. */
  readonly signature: string | null;
  /** The same in the run before; null when it did not run then. */
  readonly before: string | null;
}

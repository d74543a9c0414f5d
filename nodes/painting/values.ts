import type { Context } from "../../model/context.ts";
import type { Value } from "../../model/runner.ts";
import type { Grid } from "../../model/schedule.ts";

/** TOKENS: the ids of a text. */
export interface Tokens {
  readonly ids: readonly number[];
}

/** GRIDS: the grids of a picture, coarse to fine, and its size in pixels. */
export interface Canvas {
  readonly grids: readonly Grid[];
  readonly height: number;
  readonly width: number;
}

/** What a value holds on a device, or in memory beside it. */
interface Held {
  readonly bytes: number;
  /** Frees it. Whoever keeps values, such as the cache of a run, calls this when nobody holds the value any more. */
  release(): void;
}

/** SEQUENCE: what the model has read so far, up to where pictures are drawn. Made by `holdSequence`. */
export interface Sequence extends Held {
  readonly context: Context;
  readonly grids: readonly Grid[];
  /** Pictures drawn side by side; each has one sequence a branch. */
  readonly images: number;
}

/** CODES: of the grids drawn so far, per picture, per grid, row by row. */
export interface Codes {
  readonly grids: readonly Grid[];
  readonly images: readonly (readonly Int32Array[])[];
}

/** LOGITS: scores of all codes for each cell of one grid, [branches · images · cells, V]. Made by `holdLogits`. */
export interface Logits extends Held {
  readonly scores: Value;
  readonly grids: readonly Grid[];
  /** 0-based index of the grid that is about to be drawn. */
  readonly scale: number;
  readonly branches: number;
  readonly images: number;
}

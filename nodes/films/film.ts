import type { Picture } from "../../model/vision/codec.ts";

/** Pictures of one size, shown one after the other. */
export interface Film {
  readonly frames: readonly Picture[];
  /** Frames a second. */
  readonly rate: number;
}

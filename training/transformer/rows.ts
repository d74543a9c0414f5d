/** Lessons as rows of a training program of fixed shape. */
import type { ModelConfig } from "../../model/config.ts";
import { type Grid, tokenCount } from "../../model/schedule.ts";
import type { Segment } from "../../model/sequence.ts";
import { trainingRows } from "../../model/training-rows.ts";
import { trainingErrors } from "../errors.ts";
import type { Lesson } from "./segment.ts";

/** Which images a lesson has, in order: `p` is painted and learnt, `c` is context. */
export type Slots = string;

export const slotsOf = ({ segments }: Lesson): Slots =>
  segments.map((each) => (each.type === "image" ? (each.learnt ? "p" : "c") : "")).join("");

/** Text rows that a lesson takes. */
export const textLength = ({ segments }: Lesson): number =>
  segments.reduce((n, each) => n + (each.type === "text" ? each.ids.length : 0), 0);

/** A lone picture feeds nothing after it, so its last grid's own codes are not read; in a context they are. */
export const readsFinal = (slots: Slots): boolean => slots !== "p";

/** Rows of one image: `<boi>`, grids 2 … K, the last grid's own codes if they are read, `<eoi>`. */
export const imageRows = (grids: readonly Grid[], slots: Slots): number =>
  tokenCount(grids) + 1 + (readsFinal(slots) ? tokenCount(grids.slice(-1)) : 0);

export interface LessonRows {
  /** i32 [L], 0 where padded. */
  readonly ids: Int32Array;
  /** [T, 3] with T = L + rows of all images */
  readonly positions: Float32Array;
  /** [T] */
  readonly groups: Int32Array;
  /** i32 [L + images]: the id that each text row predicts, then what each image's `<eoi>` predicts. */
  readonly targets: Int32Array;
  /** [L + images]: 1 where the prediction is learnt. */
  readonly weights: Float32Array;
}

/** Lays a lesson out over `length` text rows. Throws TRAINING_TEXT_TOO_LONG. */
export function lessonRows(
  lesson: Lesson,
  { config, grids, length }: { readonly config: ModelConfig; readonly grids: readonly Grid[]; readonly length: number },
): LessonRows {
  const final = readsFinal(slotsOf(lesson));
  const segments = lesson.segments.map((each): Segment => {
    if (each.type === "gap") return { type: "gap", scales: grids.length };
    return each.type === "text" ? { type: "text", ids: each.ids } : { type: "image", grids, final };
  });
  const rows = trainingRows(segments, config, length);
  if (!rows) throw trainingErrors.TEXT_TOO_LONG({ rows: length });
  const targets = [...rows.targets, ...rows.after];
  const owners = [...rows.targetSegments, ...rows.afterSegments];
  return {
    ids: rows.ids,
    positions: rows.positions,
    groups: rows.groups,
    targets: Int32Array.from(targets, (id) => Math.max(id, 0)),
    weights: Float32Array.from(owners, (segment) => Number(lesson.segments[segment]?.learnt ?? false)),
  };
}

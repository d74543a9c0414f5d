/** Which grids an image is painted on, coarse to fine (paper App. A.1, Table 14; spec §2.5). */
import { DEFAULT_SCALES } from "./config.ts";
import { modelErrors } from "./errors.ts";

export type Grid = readonly [height: number, width: number];

/** Height to width as the paper prints it, and the grid at side 16, the 12th. Rows above 1 are those below, turned. */
const wide: readonly (readonly [ratio: number, turned: number, height: number, width: number])[] = [
  [0.25, 4, 8, 32],
  [0.26, 3.875, 8, 31],
  [0.267, 3.75, 8, 30],
  [0.276, 3.625, 8, 29],
  [0.295, 3.111, 9, 28],
  [0.311, 2.889, 9, 26],
  [0.333, 3, 9, 27],
  [0.345, 2.5, 10, 25],
  [0.417, 2.4, 10, 24],
  [0.478, 2.091, 11, 23],
  [0.5, 2, 11, 22],
  [0.524, 1.909, 11, 21],
  [0.571, 1.75, 12, 21],
  [0.6, 1.667, 12, 20],
  [0.685, 1.462, 13, 19],
  [0.722, 1.385, 13, 18],
  [0.781, 1.286, 14, 18],
  [0.824, 1.214, 14, 17],
  [0.882, 1.133, 15, 17],
  [0.937, 1.067, 15, 16],
];

const BASE_SIDE = 16;

interface AspectRow {
  /** Height to width, as printed in Table 14. */
  readonly ratio: number;
  readonly base: Grid;
}

/** The 41 shapes of Table 14, from widest to tallest. */
export const aspects: readonly AspectRow[] = [
  ...wide.map(([ratio, , h, w]): AspectRow => ({ ratio, base: [h, w] })),
  { ratio: 1, base: [BASE_SIDE, BASE_SIDE] } satisfies AspectRow,
  ...wide.map(([, ratio, h, w]): AspectRow => ({ ratio, base: [w, h] })),
].sort((a, b) => a.ratio - b.ratio);

/** The rule behind all rows of Table 14: each side is `base · side / 16`, rounded half to even, at least one cell. */
export const gridsFor = ([height, width]: Grid, sides: readonly number[] = DEFAULT_SCALES): readonly Grid[] =>
  sides.map((side, k) => {
    const cells = (base: number) => (k === 0 ? 1 : Math.max(1, roundHalfEven((base * side) / BASE_SIDE)));
    return [cells(height), cells(width)];
  });

export interface Schedule {
  readonly ratio: number;
  readonly grids: readonly Grid[];
  /** Size of the decoded image in pixels. */
  readonly height: number;
  readonly width: number;
  /** Codes of all grids together. */
  readonly tokens: number;
}

interface ScheduleOptions {
  /** Height to width wanted, 0.25 … 4; the nearest row of Table 14 is taken. Default 1. */
  readonly ratio?: number;
  /** How many grids: 12, 16 and 18 are the paper's 256, 512 and 1024 levels. Default: all of `scales`. */
  readonly count?: number;
}

/** The grids of one image. Throws MODEL_SCHEDULE. */
export function scheduleFor(
  { scales, stride }: { readonly scales: readonly number[]; readonly stride: number },
  { ratio = 1, count = scales.length }: ScheduleOptions = {},
): Schedule {
  if (!(ratio > 0)) throw modelErrors.SCHEDULE({ what: "a ratio", want: "above 0", got: ratio });
  if (!Number.isInteger(count) || count < 1 || count > scales.length)
    throw modelErrors.SCHEDULE({ what: "a scale count", want: `of 1 to ${scales.length}`, got: count });
  const row = nearestAspect(ratio);
  const grids = gridsFor(row.base, scales.slice(0, count));
  const [h, w] = grids.at(-1) as Grid;
  return { ratio: row.ratio, grids, height: h * stride, width: w * stride, tokens: tokenCount(grids) };
}

/** The row of Table 14 nearest in proportion. */
export const nearestAspect = (ratio: number): AspectRow =>
  aspects.reduce((best, row) => (distance(row.ratio, ratio) < distance(best.ratio, ratio) ? row : best));

/** Codes of all grids together. */
export const tokenCount = (grids: readonly Grid[]): number => grids.reduce((n, [h, w]) => n + h * w, 0);

const distance = (a: number, b: number): number => Math.abs(Math.log(a / b));

function roundHalfEven(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  if (rest !== 0.5) return Math.round(x);
  return below % 2 === 0 ? below : below + 1;
}

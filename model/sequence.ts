/**
 * Which row of a sequence stands where (§1.4, §1.6, §1.7; Fig. 5). T rows. The sequence advances by one step per text
 * token and per grid; a row sees every row whose step is not later, so the step is also the row's attention group.
 */
import type { ModelConfig } from "./config.ts";
import type { Grid } from "./schedule.ts";

/** A stretch of text, or the place of an image. */
export type Segment =
  | { readonly type: "text"; readonly ids: readonly number[] }
  | {
      readonly type: "image";
      readonly grids: readonly Grid[];
      /** Also feeds the last grid's own codes. Default: the model's `context_final_grid`. */
      readonly final?: boolean;
    }
  /** An image about to be drawn: its `<boi>` only. */
  | { readonly type: "open"; readonly scales: number }
  /** An image of K grids that has steps and no rows: training learns what is planned without painting it. */
  | { readonly type: "gap"; readonly scales: number };

/** What the rows of a span are made from. `grid` rows k hold the codes of grid k−1, `final` rows those of the last. */
export type RowKind = "text" | "boi" | "grid" | "final" | "eoi" | "gap";

/** Rows of one kind that lie together. */
export interface Span {
  readonly kind: RowKind;
  /** First row, and how many. */
  readonly start: number;
  readonly count: number;
  /** Which segment they belong to. */
  readonly segment: number;
  /** 0-based index of the grid that the rows predict; for `final` rows the last. 0 for others. */
  readonly scale: number;
}

export interface Layout {
  readonly spans: readonly Span[];
  /** [T, 3]: sequence, row, column. */
  readonly positions: Float32Array;
  /** [T] */
  readonly groups: Int32Array;
  /** The step after the last row. */
  readonly next: number;
}

/** The group of a row that no other row may see. */
export const PADDING_GROUP = 2 ** 30;

type LayoutConfig = Pick<ModelConfig, "position_range" | "context_final_grid">;

/** Lays `segments` out from sequence step `start` on. */
export function layOut(segments: readonly Segment[], config: LayoutConfig, start = 0): Layout {
  const spans: Span[] = [];
  const pieces: Placed[] = [];
  let row = 0;
  let step = start;
  for (const [segment, value] of segments.entries()) {
    for (const { kind, scale, grid, count } of piecesOf(value, config)) {
      const placed = grid ? placeGrid(step, grid, config.position_range) : placeTokens(step, count);
      spans.push({ kind, scale, segment, start: row, count: placed.groups.length });
      pieces.push(placed);
      row += placed.groups.length;
      step = placed.next;
    }
    if (value.type === "gap") step += stepsOf(value.scales, config);
  }
  return { spans, ...joinRows(pieces), next: step };
}

/** Positions and groups of some rows, and the step after them. */
export interface Placed {
  readonly positions: Float32Array;
  readonly groups: Int32Array;
  readonly next: number;
}

/** `count` text tokens, `<boi>` or `<eoi>`: position (t, t, t). */
export const placeTokens = (step: number, count: number): Placed => ({
  positions: Float32Array.from({ length: count * 3 }, (_, i) => step + Math.floor(i / 3)),
  groups: Int32Array.from({ length: count }, (_, i) => step + i),
  next: step + count,
});

/** The cells of one grid, row by row: position (step, C·(i+½)/√(h·w), C·(j+½)/√(h·w)) (Eq. 1). */
export function placeGrid(step: number, [h, w]: Grid, range: number): Placed {
  const unit = range / Math.sqrt(h * w);
  const positions = new Float32Array(h * w * 3);
  for (let cell = 0; cell < h * w; cell++)
    positions.set([step, unit * (Math.floor(cell / w) + 0.5), unit * ((cell % w) + 0.5)], 3 * cell);
  return { positions, groups: new Int32Array(h * w).fill(step), next: step + 1 };
}

/** Rows that nothing sees; they stand at position 0. */
export const placePadding = (count: number): Pick<Placed, "positions" | "groups"> => ({
  positions: new Float32Array(count * 3),
  groups: new Int32Array(count).fill(PADDING_GROUP),
});

/** The rows of all pieces, one piece after the other. */
export function joinRows(pieces: readonly Pick<Placed, "positions" | "groups">[]): Omit<Placed, "next"> {
  const rows = pieces.reduce((n, { groups }) => n + groups.length, 0);
  const out = { positions: new Float32Array(rows * 3), groups: new Int32Array(rows) };
  let at = 0;
  for (const { positions, groups } of pieces) {
    out.positions.set(positions, at * 3);
    out.groups.set(groups, at);
    at += groups.length;
  }
  return out;
}

interface Piece {
  readonly kind: RowKind;
  readonly scale: number;
  readonly count: number;
  readonly grid?: Grid;
}

const token = (kind: RowKind, count = 1): Piece => ({ kind, scale: 0, count });

function piecesOf(segment: Segment, { context_final_grid }: LayoutConfig): readonly Piece[] {
  if (segment.type === "text") return segment.ids.length > 0 ? [token("text", segment.ids.length)] : [];
  if (segment.type === "open") return [token("boi")];
  if (segment.type === "gap") return [token("gap", 0)];
  const { grids, final = context_final_grid } = segment;
  const cells = (kind: RowKind, grid: Grid, scale: number): Piece => ({ kind, scale, grid, count: grid[0] * grid[1] });
  const last = grids.length - 1;
  return [
    token("boi"),
    ...grids.slice(1).map((grid, k) => cells("grid", grid, k + 1)),
    ...(final ? [cells("final", grids[last] as Grid, last)] : []),
    token("eoi"),
  ];
}

/** Steps of a whole image: `<boi>`, grids 2 … K, the last one's own codes if they are read, `<eoi>`. */
const stepsOf = (scales: number, { context_final_grid }: LayoutConfig): number =>
  scales + 1 + Number(context_final_grid);

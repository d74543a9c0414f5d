/**
 * Input rows of the transformer (§1.4, §1.5, §1.8). B batch, D width, C numbers of a code, n = h·w cells of a grid.
 * Grid k = 2…K holds the codes of grid k−1 alone, or of all grids before it (`accumulated_inputs`), each resized to its
 * own size.
 */
import {
  bicubic,
  concat,
  constant,
  f32,
  gelu,
  type HostTensor,
  resize,
  type Tensor,
  unitNorm,
} from "../runtime/tensor/index.ts";
import { boiId, eoiId, type ModelConfig } from "./config.ts";
import type { Grid } from "./schedule.ts";
import { layOut, placeGrid, type Segment, type Span } from "./sequence.ts";
import { linear, type Weights, weightOf } from "./weights.ts";

/** Rows of token ids: i32 [...] → [..., D]. */
export const tokenRows = (weights: Weights, ids: Tensor): Tensor =>
  weightOf(weights, "model.embed_tokens.weight").gather(ids);

/** `<boi>` rows [B, 1, D] with what tells them how many scales K will follow. */
export const boiRows = (config: ModelConfig, weights: Weights, rows: Tensor, scales: number): Tensor =>
  rows.add(scaleRow(config, weights, 0, scales));

/** Vectors of codes i32 [B, n] → [B, n, C]. */
export function codeRows({ normalize_codes }: ModelConfig, weights: Weights, codes: Tensor): Tensor {
  const halves = ["semantic", "pixel"].map((half) => weightOf(weights, `vision.codebook.${half}.weight`));
  return concat(normalize_codes ? halves.map(unitNorm) : halves, -1).gather(codes);
}

/** Code vectors [..., C] → [..., D] (§1.2). */
export const adapt = (weights: Weights, x: Tensor): Tensor =>
  linear(gelu(linear(x, weights, "vision.adapter.0")), weights, "vision.adapter.2");

/** Grids whose codes are added up to make rows of codes as far as the 0-based grid `last`. */
export const sourcesOf = ({ accumulated_inputs }: ModelConfig, last: number): readonly number[] =>
  accumulated_inputs ? Array.from({ length: last + 1 }, (_, k) => k) : [last];

interface GridRows {
  /** The grids that the codes were drawn on, and the one they are resized to. */
  readonly from: readonly Grid[];
  readonly to: Grid;
  /** 0-based index of the scale embedding. */
  readonly scale: number;
  /** K: how many grids the image has. */
  readonly scales: number;
}

/** The rows that predict a grid, from codes of grids before it, each i32 [B, n] → [B, h·w, D]. */
export function gridRows(
  config: ModelConfig,
  weights: Weights,
  codes: readonly Tensor[],
  { from, to, scale, scales }: GridRows,
) {
  const [h, w] = to;
  const resized = codes.map((ids, i) => {
    const vectors = codeRows(config, weights, ids); // [B, n, C]
    const [b, , c] = vectors.shape as readonly [number, number, number];
    return resize(vectors.reshape([b, ...(from[i] as Grid), c]), h, w, bicubic).reshape([b, h * w, c]); // [B, h·w, C]
  });
  const wide = resized.reduce((sum, each) => sum.add(each));
  const rows = adapt(weights, wide).add(scaleRow(config, weights, scale, scales)); // [B, h·w, D]
  return config.cell_sinusoid ? rows.add(constant(cellSinusoids(config, to))) : rows;
}

/** Scale embedding `scale` plus the scale-count sinusoid [1, D]. */
const scaleRow = ({ hidden_size }: ModelConfig, weights: Weights, scale: number, scales: number): Tensor =>
  weightOf(weights, "vision.scale_embed.weight")
    .slice(0, scale, scale + 1)
    .add(constant(f32(sinusoid(scales, hidden_size), [hidden_size])));

/** A number as a sinusoid of `width` numbers, first half sine, second cosine (§1.8). */
export function sinusoid(value: number, width: number): Float32Array {
  const half = Math.floor(width / 2);
  return Float32Array.from({ length: width }, (_, i) => {
    const angle = value * 10000 ** -((i % half) / half);
    return i < half ? Math.sin(angle) : Math.cos(angle);
  });
}

/**
 * What a grid's rows carry of their place, [h·w, D]: the cell's row and column (Eq. 1) as sinusoids of D/2 numbers each;
 * zeros for a model without.
 */
export function cellSinusoids({ cell_sinusoid, hidden_size, position_range }: ModelConfig, grid: Grid): HostTensor {
  const [h, w] = grid;
  const data = new Float32Array(h * w * hidden_size);
  if (cell_sinusoid) {
    const { positions } = placeGrid(0, grid, position_range);
    for (let cell = 0; cell < h * w; cell++)
      for (const axis of [0, 1]) {
        const place = sinusoid(positions[3 * cell + 1 + axis] as number, hidden_size / 2);
        data.set(place, cell * hidden_size + (axis * hidden_size) / 2);
      }
  }
  return f32(data, [h * w, hidden_size]);
}

/**
 * Bicubic resizing of whole grids, and their sum, as one matrix [to cells, all from cells], for programs whose grids are
 * not fixed.
 */
export function upsampling(from: readonly Grid[], [h, w]: Grid): HostTensor {
  const factors = from.map(([h0, w0]) => ({ h0, w0, rows: bicubic(h0, h).data, columns: bicubic(w0, w).data }));
  const cells = from.reduce((sum, [h0, w0]) => sum + h0 * w0, 0);
  const data = new Float32Array(h * w * cells);
  let at = 0;
  for (let i = 0; i < h; i++)
    for (let j = 0; j < w; j++)
      for (const { h0, w0, rows, columns } of factors)
        for (let y = 0; y < h0; y++)
          for (let x = 0; x < w0; x++) data[at++] = (rows[i * h0 + y] as number) * (columns[j * w0 + x] as number);
  return f32(data, [h * w, cells]);
}

/**
 * All rows of one sequence structure, in the order of `layOut`: `texts[i]` i32 [B, n] and `codes[i][k]` i32 [B, n] are
 * the ids of segment i. → [B, T, D].
 */
export function sequenceRows(
  config: ModelConfig,
  weights: Weights,
  segments: readonly Segment[],
  ids: {
    readonly texts: Readonly<Record<number, Tensor>>;
    readonly codes: Readonly<Record<number, readonly Tensor[]>>;
  },
  batch = 1,
): Tensor {
  const token = (id: number) => tokenRows(weights, constant({ dtype: "i32", shape: [1, 1], data: Int32Array.of(id) })); // [1, 1, D]
  const make = ({ kind, segment, scale }: Span): Tensor => {
    const value = segments[segment] as Segment;
    if (value.type === "text") return tokenRows(weights, ids.texts[segment] as Tensor);
    if (value.type === "gap") throw new RangeError("sequenceRows expected segments that have rows, got a gap.");
    const scales = value.type === "open" ? value.scales : value.grids.length;
    if (kind === "boi") return spread(boiRows(config, weights, token(boiId(config)), scales), batch);
    if (kind === "eoi" || value.type === "open") return spread(token(eoiId(config)), batch);
    const sources = sourcesOf(config, kind === "final" ? scale : scale - 1);
    const codes = sources.map((source) => ids.codes[segment]?.[source] as Tensor);
    const from = sources.map((source) => value.grids[source] as Grid);
    return gridRows(config, weights, codes, { from, to: value.grids[scale] as Grid, scale, scales });
  };
  return concat(layOut(segments, config).spans.map(make), 1);
}

/** [1, 1, D] → [B, 1, D] */
const spread = (x: Tensor, batch: number): Tensor => (batch === 1 ? x : x.expand([batch, 1, Number(x.shape[2])]));

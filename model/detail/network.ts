/**
 * The optional detail decoder (paper §2.3): a flow that begins at the picture which the tokenizer decodes, with a little
 * noise, and ends at the picture that was encoded. It knows the codes and sees the decoded picture all along.
 * The path is a straight line (rectified flow, arXiv 2209.03003) between coupled ends (arXiv 2310.03725 §3.2), where the
 * paper's begins at noise alone: four to eight steps are enough, and what the codes settle stays.
 */
import {
  bicubic,
  concat,
  depthToSpace,
  resize,
  rmsNorm,
  spaceToDepth,
  type Tensor,
} from "../../runtime/tensor/index.ts";
import { sinusoid } from "../embed.ts";
import type { ParameterRow } from "../parameter-row.ts";
import { linear, residualBlocks, type Weights, weight } from "../vision/network.ts";
import { linearRows, normRow, residualRows } from "../vision/parameters.ts";
import type { DetailConfig } from "./config.ts";

/** Every weight of the detail decoder; `channels` are the numbers of a code. */
export function detailParameters({ patch, width, blocks }: DetailConfig, channels: number): readonly ParameterRow[] {
  const pixels = 3 * patch ** 2;
  return [
    ...linearRows("detail.in", 2 * pixels, width),
    ...linearRows("detail.codes", channels, width),
    ...linearRows("detail.time", width, width),
    ...residualRows("detail", width, blocks, 9),
    normRow("detail.norm", width),
    // Begins as standing still, so that an untrained flow leaves the picture alone.
    ...linearRows("detail.out", width, pixels).map((row) => ({ ...row, initial: "zeros" as const })),
  ];
}

export interface FlowState {
  /** Where the path is, −1…1 [B, H, W, 3]. */
  readonly pixels: Tensor;
  /** What the tokenizer decodes, −1…1 [B, H, W, 3]. */
  readonly decoded: Tensor;
  /** The sum of all grids' code vectors [B, h, w, C]. */
  readonly codes: Tensor;
  /** `timeRow` of each picture [B, width]. */
  readonly time: Tensor;
}

/** The direction in which the path goes on: [B, H, W, 3], the whole way in one unit of time. */
export function velocity(state: FlowState, weights: Weights, { patch, width, blocks }: DetailConfig): Tensor {
  const [b, height, wide] = state.pixels.shape as readonly number[] as readonly [number, number, number];
  const seen = spaceToDepth(concat([state.pixels, state.decoded], -1), patch);
  const codes = resize(linear(state.codes, weights, "detail.codes"), height / patch, wide / patch, bicubic);
  const time = linear(state.time, weights, "detail.time").reshape([b, 1, 1, width]);
  const x = residualBlocks(linear(seen, weights, "detail.in").add(codes).add(time), weights, "detail", blocks);
  return depthToSpace(linear(rmsNorm(x, weight(weights, "detail.norm")), weights, "detail.out"), patch);
}

/** A time of the path, 0 … 1, as `width` numbers. */
export const timeRow = (time: number, width: number): Float32Array => sinusoid(1000 * time, width);

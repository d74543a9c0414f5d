import { type ModelConfig, textRowsOf } from "../../model/config.ts";
import { sequenceRows } from "../../model/embed.ts";
import { scaleWeights } from "../../model/losses.ts";
import type { Grid } from "../../model/schedule.ts";
import type { Segment } from "../../model/sequence.ts";
import { forward, logits } from "../../model/transformer.ts";
import type { Weights } from "../../model/weights.ts";
import { concat, constant, crossEntropy, f32, input, type Tensor } from "../../runtime/tensor/index.ts";
import { cellCount, splitGrids } from "./codes.ts";
import type { Task } from "./rows.ts";

export interface BatchShape {
  readonly task: Task;
  /** Exponent of the scale weights (paper §3.2.3). */
  readonly alpha: number;
  readonly grids: readonly Grid[];
  /** B images, L text rows. */
  readonly batch: number;
  readonly length: number;
}

/** The inputs of a training program; `rows.ts` and `codes.ts` make their values. */
export function batchInputs({ task, grids, batch, length }: BatchShape) {
  const cells = cellCount(grids);
  const [h, w] = grids.at(-1) as Grid;
  const rows = length + 1 + cells - 1 + (task === "tell" ? h * w : 0) + 1;
  return {
    ids: input("ids", [batch, length], "i32"),
    positions: input("positions", [batch, rows, 3]),
    groups: input("groups", [batch, rows], "i32"),
    codes: input("codes", [batch, cells], "i32"),
    /** The codes to draw [B, N]; tell: unused. */
    targets: input("targets", [batch, cells], "i32"),
    /** The id that each text row predicts [B, L]. */
    words: input("words", [batch, length], "i32"),
    /** [B, L], 0 where no word is learnt. */
    weights: input("weights", [batch, length]),
  };
}

/** Weight of the words of a plan beside the codes of its image. */
const PLAN = 0.2;

/** Cross-entropy over the whole vocabulary: of codes, weighted by grid (Eq. 2), or of the answer's tokens. */
export function transformerLoss(
  config: ModelConfig,
  shape: BatchShape,
  weights: Weights,
  inputs: ReturnType<typeof batchInputs>,
) {
  const { task, grids, batch, length } = shape;
  const segments: Segment[] = [
    { type: "text", ids: Array.from({ length }, () => 0) },
    { type: "image", grids, final: task === "tell" },
  ];
  const embeddings = sequenceRows(
    config,
    weights,
    segments,
    { texts: { 0: inputs.ids }, codes: { 1: splitGrids(inputs.codes, grids) } },
    batch,
  );
  const { hidden } = forward(config, weights, { embeddings, positions: inputs.positions, groups: inputs.groups });
  const words = textLoss(shape, weights, hidden, inputs.words, inputs.weights);
  if (task === "tell") return { loss: words, metrics: { nats: words.reshape([1]) } };
  const { loss, curve } = drawLoss(config, shape, weights, hidden, inputs.targets);
  return { loss: loss.add(words.mul(PLAN)), metrics: { nats: concat([curve, words.reshape([1])], 0) } };
}

/** Rows `<boi>`, grid 2 … K predict the codes of grids 1 … K. */
function drawLoss(
  config: ModelConfig,
  { grids, batch, length, alpha }: BatchShape,
  weights: Weights,
  hidden: Tensor,
  targets: Tensor,
) {
  const cells = cellCount(grids);
  const predicted = flat(logits(hidden.slice(1, length, length + cells), weights)); // [B·N, V]
  const wanted = targets.add(textRowsOf(config)).reshape([batch * cells]);
  const nats = crossEntropy(predicted, wanted).reshape([batch, cells]); // [B, N]
  const perGrid = splitGrids(nats, grids).map((x) => x.mean());
  const share = scaleWeights(grids, alpha).map((w, k) => (w * (grids[k] as Grid)[0] * (grids[k] as Grid)[1]) / cells);
  const weighted = constant(f32(share, [grids.length]));
  const curve = concat(
    perGrid.map((x) => x.reshape([1])),
    0,
  ); // [K]
  return { loss: curve.mul(weighted).sum(), curve };
}

/** Text rows predict the next token where `learn` is 1: mean nats, 0 where nothing is learnt. */
function textLoss({ batch, length }: BatchShape, weights: Weights, hidden: Tensor, words: Tensor, learn: Tensor) {
  const nats = crossEntropy(flat(logits(hidden.slice(1, 0, length), weights)), words.reshape([batch * length]));
  const mask = learn.reshape([batch * length]);
  return nats.mul(mask).sum().div(mask.sum().maximum(1));
}

const flat = (x: Tensor): Tensor => x.reshape([Number(x.shape[0]) * Number(x.shape[1]), Number(x.shape[2])]);

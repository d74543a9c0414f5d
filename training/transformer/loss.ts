import { type ModelConfig, textRowsOf } from "../../model/config.ts";
import { sequenceRows } from "../../model/embed.ts";
import { scaleWeights } from "../../model/losses.ts";
import { type Grid, tokenCount } from "../../model/schedule.ts";
import type { Segment } from "../../model/sequence.ts";
import { forward, logits, textLogits } from "../../model/transformer.ts";
import { type Weights, weightOf } from "../../model/weights.ts";
import { concat, constant, crossEntropy, f32, input, type Tensor } from "../../runtime/tensor/index.ts";
import { cellCount, splitGrids } from "./codes.ts";
import { imageRows, readsFinal, type Slots } from "./rows.ts";

export interface BatchShape {
  readonly slots: Slots;
  /** Exponent of the scale weights (paper §3.2.3). */
  readonly alpha: number;
  readonly grids: readonly Grid[];
  /** B sequences, L text rows. */
  readonly batch: number;
  readonly length: number;
}

/** T: rows of one sequence. */
export const sequenceLength = ({ slots, grids, length }: Pick<BatchShape, "slots" | "grids" | "length">): number =>
  length + slots.length * imageRows(grids, slots);

/** The inputs of a training program for S images a sequence of N codes each; `rows.ts` and `codes.ts` make their values. */
export function batchInputs(shape: BatchShape) {
  const { slots, grids, batch, length } = shape;
  const images = slots.length;
  const rows = sequenceLength(shape);
  return {
    ids: input("ids", [batch, length], "i32"),
    positions: input("positions", [batch, rows, 3]),
    groups: input("groups", [batch, rows], "i32"),
    /** Codes read, and codes to draw, [B, S, N]; of images in the context the latter are unused. */
    ...(images > 0 && {
      codes: input("codes", [batch, images, cellCount(grids)], "i32"),
      targets: input("targets", [batch, images, cellCount(grids)], "i32"),
    }),
    /** The id that each text row and each `<eoi>` predicts [B, L + S]. */
    words: input("words", [batch, length + images], "i32"),
    /** [B, L + S], 0 where no word is learnt. */
    weights: input("weights", [batch, length + images]),
  };
}

/** Weight of words beside the codes of painted images. */
const WORDS = 0.2;

/** Cross-entropy of codes, weighted by grid (Eq. 2), and of the answer's tokens; over the whole vocabulary unless grids have codes of their own. */
export function transformerLoss(
  config: ModelConfig,
  shape: BatchShape,
  weights: Weights,
  inputs: ReturnType<typeof batchInputs>,
) {
  const { slots, grids, batch, length } = shape;
  const text: Segment = { type: "text", ids: Array.from({ length }, () => 0) };
  const image: Segment = { type: "image", grids, final: readsFinal(slots) };
  const codes = Array.from(slots, (_, s) => [1 + s, splitGrids(slotOf(inputs.codes, s), grids)] as const);
  const embeddings = sequenceRows(
    config,
    weights,
    [text, ...Array.from(slots, () => image)],
    { texts: { 0: inputs.ids }, codes: Object.fromEntries(codes) },
    batch,
  );
  const { hidden } = forward(config, weights, { embeddings, positions: inputs.positions, groups: inputs.groups });
  const words = wordLoss(config, shape, weights, hidden, inputs);
  const painted = [...slots.matchAll(/p/g)].map(({ index }) => codeLoss(config, shape, weights, hidden, inputs, index));
  if (painted.length === 0) return { loss: words, metrics: { nats: words.reshape([1]) } };
  const curve = mean(painted); // [K]
  const loss = curve.mul(constant(f32(gridShares(shape), [grids.length]))).sum();
  return { loss: loss.add(words.mul(WORDS)), metrics: { nats: concat([curve, words.reshape([1])], 0) } };
}

/** Share of each grid in the loss. */
const gridShares = ({ grids, alpha }: BatchShape): readonly number[] =>
  scaleWeights(grids, alpha).map((w, k) => (w * tokenCount([grids[k] as Grid])) / tokenCount(grids));

/** Of one image, rows `<boi>`, grid 2 … K predict the codes of grids 1 … K: mean nats of each grid [K]. */
function codeLoss(
  config: ModelConfig,
  { slots, grids, batch, length }: BatchShape,
  weights: Weights,
  hidden: Tensor,
  { targets }: ReturnType<typeof batchInputs>,
  slot: number,
): Tensor {
  const cells = cellCount(grids);
  const start = length + slot * imageRows(grids, slots);
  const rows = splitGrids(hidden.slice(1, start, start + cells), grids); // per grid [B, n, D]
  const wanted = splitGrids(slotOf(targets, slot), grids);
  const curve = rows.map((x, k) => {
    const ids = (wanted[k] as Tensor).reshape([batch * Number(x.shape[1])]);
    const [head, first] = headOf(config, weights, k);
    return crossEntropy(flat(x.matmul(head, { transposeB: true })), ids.sub(first))
      .mean()
      .reshape([1]);
  });
  return concat(curve, 0);
}

/** The rows of the head that grid `k` is scored against, and the code that the first of them stands for. */
function headOf(config: ModelConfig, weights: Weights, k: number): readonly [head: Tensor, first: number] {
  const head = weightOf(weights, "lm_head.weight");
  const range = config.code_ranges[k];
  const text = textRowsOf(config);
  return range ? [head.slice(0, text + range[0], text + range[1]), range[0]] : [head, -text];
}

/** Text rows and `<eoi>` rows predict the next token where `weights` is 1: mean nats, 0 where nothing is learnt. */
function wordLoss(
  config: ModelConfig,
  { slots, grids, batch, length }: BatchShape,
  weights: Weights,
  hidden: Tensor,
  inputs: ReturnType<typeof batchInputs>,
): Tensor {
  const last = (slot: number) => length + (slot + 1) * imageRows(grids, slots) - 1;
  const ends = Array.from(slots, (_, s) => hidden.slice(1, last(s), last(s) + 1));
  const count = batch * (length + slots.length);
  const rows = concat([hidden.slice(1, 0, length), ...ends], 1);
  const predicted = flat(config.code_ranges.length > 0 ? textLogits(config, rows, weights) : logits(rows, weights));
  const mask = inputs.weights.reshape([count]);
  const nats = crossEntropy(predicted, inputs.words.reshape([count]));
  return nats.mul(mask).sum().div(mask.sum().maximum(1));
}

/** Image `slot` of each sequence: [B, S, N] → [B, N]. */
const slotOf = (x: Tensor | undefined, slot: number): Tensor => {
  if (!x) throw new RangeError(`slotOf expected a batch with images, got none for slot ${slot}.`);
  const [b, , n] = x.shape as readonly number[] as readonly [number, number, number];
  return x.slice(1, slot, slot + 1).reshape([b, n]);
};

const mean = (xs: readonly Tensor[]): Tensor => xs.reduce((a, b) => a.add(b)).mul(1 / xs.length);

const flat = (x: Tensor): Tensor => x.reshape([Number(x.shape[0]) * Number(x.shape[1]), Number(x.shape[2])]);

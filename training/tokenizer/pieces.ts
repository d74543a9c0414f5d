/**
 * Codes of outlines that a teacher knows: code i of the part is piece i of the world's drawings (`world/labels.ts`). The
 * encoder learns to come nearest to the code of what a cell shows, and the decoder reads the right codes all along, so that
 * neither waits for the other. Codes found by distance alone wander with the features that they follow: naming pieces
 * went from 0.9 to 7 nats within 1,000 steps.
 */
import { crossEntropy, type Tensor } from "../../runtime/tensor/index.ts";
import { pieceCount } from "../world/labels.ts";
import { codeRanges, type Part } from "./parts.ts";

/** Half a squared distance is this many nats. */
const SHARPNESS = 8;

/** The part whose codes are pieces, and the rows of the codebook that they are. */
export interface Pieces {
  readonly part: Part;
  readonly range: readonly [from: number, to: number];
}

/** The part that fills `outlines`, or null where none does or it has too few codes to name every piece. */
export function piecesOf(parts: readonly Part[], outlines: readonly [from: number, to: number]): Pieces | null {
  const k = parts.findIndex(({ numbers: [first] }) => first === outlines[0]);
  const part = parts[k];
  const range = codeRanges(parts)[k];
  return part && range && part.codes >= pieceCount ? { part, range } : null;
}

/** The code vector of each cell's piece: the masked `codebook` [K, C] at `labels` [B·h·w] → [B·h·w, C]. */
export const codesOfPieces = (codebook: Tensor, labels: Tensor, { range: [from, to] }: Pieces): Tensor =>
  codebook.slice(0, from, to).gather(labels);

/** Nats a cell of finding its piece by distance: `features` [B, h, w, C], `labels` i32 [B·h·w]. */
export function piecesLoss(features: Tensor, codebook: Tensor, labels: Tensor, { part, range }: Pieces): Tensor {
  const [first, end] = part.numbers;
  const numbers = end - first;
  const cells = Number(labels.shape[0]);
  const points = features.slice(-1, first, end).reshape([cells, numbers]);
  const codes = codebook.slice(0, range[0], range[1]).slice(-1, first, end);
  const lengths = codes
    .square()
    .sum([1])
    .reshape([1, range[1] - range[0]]);
  const scores = points.matmul(codes.transpose([1, 0])).sub(lengths.mul(0.5));
  return crossEntropy(scores.mul(SHARPNESS), labels).mean();
}

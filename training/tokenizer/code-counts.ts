/**
 * How often each grid took each code lately, and what that makes a code cost: entropy-constrained quantisation (Chou,
 * Lookabaugh, Gray 1989) adds λ times its nats to the distance. The transformer then has far less to learn.
 */
import type { Grid } from "../../model/schedule.ts";
import { f32, type HostTensor } from "../../runtime/tensor/index.ts";

/** Counts of codes by grid and code, [G, K]. */
export type CodeCounts = HostTensor;

/** Added to each count, so that a code that was not seen is dear but not forbidden. */
const UNSEEN = 0.01;

export const noCounts = (grids: number, size: number): CodeCounts => f32(new Float32Array(grids * size), [grids, size]);

/** Fades the counts to a share `keep`, then adds codes [B, N] of `grids`; finer grids than there are counts are left out. Changes `counts`. */
export function countCodes(counts: CodeCounts, codes: ArrayLike<number>, grids: readonly Grid[], keep = 1): void {
  const data = counts.data as Float32Array;
  const size = counts.shape[1] as number;
  if (keep !== 1) for (const [i, n] of data.entries()) data[i] = n * keep;
  const gridOf = grids.flatMap(([h, w], k) => Array.from({ length: h * w }, () => k));
  for (let i = 0; i < codes.length; i++) {
    const at = (gridOf[i % gridOf.length] as number) * size + (codes[i] as number);
    if (at < data.length) data[at] = (data[at] as number) + 1;
  }
}

/** What to add to the scores of codes: λ of each grid times log frequency, [G, K]. */
export function biasOf(counts: CodeCounts, strengths: readonly number[]): HostTensor {
  const [grids, size] = counts.shape as readonly [number, number];
  const data = new Float32Array(grids * size);
  for (let k = 0; k < grids; k++) {
    const row = gridCounts(counts, k);
    const total = row.reduce((a, b) => a + b, 0) + UNSEEN * size;
    for (const [code, n] of row.entries()) data[k * size + code] = (strengths[k] ?? 0) * Math.log((n + UNSEEN) / total);
  }
  return f32(data, [grids, size]);
}

/** Nats a code of each grid. */
export function codeNats(counts: CodeCounts): readonly number[] {
  return Array.from({ length: counts.shape[0] as number }, (_, k) => {
    const row = gridCounts(counts, k);
    const total = row.reduce((a, b) => a + b, 0);
    return row.reduce((sum, n) => (n > 0 ? sum - (n / total) * Math.log(n / total) : sum), 0);
  });
}

const gridCounts = ({ data, shape }: CodeCounts, grid: number): Float32Array =>
  (data as Float32Array).subarray(grid * (shape[1] as number), (grid + 1) * (shape[1] as number));

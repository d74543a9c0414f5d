import type { Grid } from "./schedule.ts";

/**
 * Weight of each token of a grid, so that coarse grids are not drowned by fine ones (Eq. 2, §4.2): k_s = (h·w)^−α,
 * w_s = k_s·N/Σ k_s·n_s, where n_s is the grid's size and N their sum. All tokens together weigh N.
 */
export function scaleWeights(grids: readonly Grid[], alpha = 0.9): readonly number[] {
  const sizes = grids.map(([h, w]) => h * w);
  const raw = sizes.map((n) => n ** -alpha);
  const total = sizes.reduce((sum, n) => sum + n, 0);
  const weighted = sizes.reduce((sum, n, s) => sum + n * (raw[s] as number), 0);
  return raw.map((k) => (k * total) / weighted);
}

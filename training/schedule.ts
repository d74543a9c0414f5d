interface RateSchedule {
  readonly steps: number;
  /** Highest and last learning rate. */
  readonly rates: readonly [number, number];
}

const WARMUP = 100;

/** The learning rate of step `step` (from 0): a short linear rise, then half a cosine down to the last rate. */
export function rateAt(step: number, { steps, rates: [high, low] }: RateSchedule): number {
  const progress = Math.min(1, step / steps);
  const cosine = low + (high - low) * 0.5 * (1 + Math.cos(Math.PI * progress));
  return cosine * Math.min(1, (step + 1) / WARMUP);
}

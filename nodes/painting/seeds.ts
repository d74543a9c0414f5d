/** Seeds of pictures drawn side by side: `seed`, `seed + 1`, … */
export const seedsFrom = (seed: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => seed + i);

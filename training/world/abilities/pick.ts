import type { Rng } from "../../../runtime/tensor/random.ts";

/** One of a list, nothing where it is empty. */
export const pickOf = <T>(rng: Rng, list: readonly T[]): T | undefined =>
  list.length > 0 ? rng.pick(list) : undefined;

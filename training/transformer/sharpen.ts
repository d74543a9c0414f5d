import { f32, type HostTensor, mapNamed, type Named } from "../../runtime/tensor/index.ts";

/**
 * A transformer whose attention scores are all greater by the square of `factor`: the gains of the norms of queries and
 * keys are multiplied. Normed heads of d numbers score at most gain² √d, which for small heads is too little to look at
 * one row among many.
 */
export const sharpened = (weights: Named<HostTensor>, factor: number): Named<HostTensor> =>
  factor === 1
    ? weights
    : mapNamed(weights, (value, name) =>
        /\.self_attn\.[qk]_norm\.weight$/.test(name)
          ? f32(
              Array.from(value.data, (gain) => gain * factor),
              value.shape,
            )
          : value,
      );

import type { HostTensor } from "../runtime/tensor/index.ts";
import { headSize, type ModelConfig, textRowsOf } from "./config.ts";
import { initialiseRows, type ParameterRow } from "./parameter-row.ts";

/**
 * Every weight of the transformer, Qwen2.5's names first. Linear weights are [out, in].
 *
 * First values: linear 1/√in, divided by √(2·layers) where a layer writes to the residual stream (GPT-2); embeddings as
 * large as the scale-count sinusoid beside them (0.7); the adapter so that a unit code comes out at that size too; the
 * head small, so that the first predictions are nearly uniform.
 */
export function modelParameters(config: ModelConfig): readonly ParameterRow[] {
  const { hidden_size: width, codebook_size: codes, code_dims: dims } = config;
  return [
    matrix("model.embed_tokens.weight", [textRowsOf(config), width], 0.7, { decay: false }),
    ...Array.from({ length: config.num_hidden_layers }, (_, i) => layer(`model.layers.${i}`, config)).flat(),
    ones("model.norm.weight", width),
    matrix("lm_head.weight", [textRowsOf(config) + codes, width], 0.1 / Math.sqrt(width)),
    matrix("vision.codebook.semantic.weight", [codes, dims[0]], 1 / Math.sqrt(dims[0]), { decay: false }),
    matrix("vision.codebook.pixel.weight", [codes, dims[1]], 1 / Math.sqrt(dims[1]), { decay: false }),
    matrix("vision.adapter.0.weight", [width, dims[0] + dims[1]], Math.SQRT1_2),
    zeros("vision.adapter.0.bias", width),
    matrix("vision.adapter.2.weight", [width, width], 1 / Math.sqrt(width)),
    zeros("vision.adapter.2.bias", width),
    matrix("vision.scale_embed.weight", [config.max_scales, width], 0.02, { decay: false }),
  ];
}

/** First values of all weights, from `seed`. */
export const initialise = (config: ModelConfig, seed: number): Record<string, HostTensor> =>
  initialiseRows(modelParameters(config), seed);

function layer(prefix: string, config: ModelConfig): readonly ParameterRow[] {
  const { hidden_size: width, intermediate_size: inner, num_key_value_heads: groups, num_hidden_layers } = config;
  const d = headSize(config);
  const [read, write] = [1 / Math.sqrt(width), 1 / Math.sqrt(2 * num_hidden_layers)];
  const projected = (name: string, out: number): readonly ParameterRow[] => [
    matrix(`${prefix}.self_attn.${name}_proj.weight`, [out, width], read),
    zeros(`${prefix}.self_attn.${name}_proj.bias`, out),
  ];
  return [
    ones(`${prefix}.input_layernorm.weight`, width),
    ...projected("q", width),
    ...projected("k", groups * d),
    ...projected("v", groups * d),
    ...(config.qk_norm ? ["q", "k"].map((name) => ones(`${prefix}.self_attn.${name}_norm.weight`, d)) : []),
    matrix(`${prefix}.self_attn.o_proj.weight`, [width, width], read * write),
    ones(`${prefix}.post_attention_layernorm.weight`, width),
    matrix(`${prefix}.mlp.gate_proj.weight`, [inner, width], read),
    matrix(`${prefix}.mlp.up_proj.weight`, [inner, width], read),
    matrix(`${prefix}.mlp.down_proj.weight`, [width, inner], write / Math.sqrt(inner)),
  ];
}

const matrix = (name: string, shape: readonly number[], normal: number, { decay = true } = {}): ParameterRow => ({
  name,
  shape,
  initial: { normal },
  decay,
});

const ones = (name: string, size: number): ParameterRow => ({ name, shape: [size], initial: "ones", decay: false });
const zeros = (name: string, size: number): ParameterRow => ({ name, shape: [size], initial: "zeros", decay: false });

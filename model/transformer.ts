/**
 * The decoder (§1.1, §1.6): Qwen2.5's layers over rows of text and grids.
 * B batch, T new rows, S rows so far, D width, H query heads, G key heads, d numbers of a head, V vocabulary.
 * Deviations from Qwen2.5: the positions (`rope.ts`), the mask (groups instead of order), `qk_norm` if the config asks.
 */
import { attention, concat, type Dim, rmsNorm, rotary, silu, type Tensor } from "../runtime/tensor/index.ts";
import { headSize, type ModelConfig, textRowsOf } from "./config.ts";
import { type Turns, turnsOf } from "./rope.ts";
import { linear, type Weights, weightOf } from "./weights.ts";

/** Rows of a sequence in any order: who sees whom is said by `groups` alone. */
export interface Rows {
  /** [B, T, D] */
  readonly embeddings: Tensor;
  /** [B, T, 3] f32: sequence, row, column. */
  readonly positions: Tensor;
  /** [B, T] i32: a row sees every row whose group is not greater than its own. */
  readonly groups: Tensor;
}

/** What later rows need of earlier ones. A value: a step returns a longer one. */
export interface Cache {
  /** Per layer [B, G, S, d]; keys are already rotated. */
  readonly keys: readonly Tensor[];
  readonly values: readonly Tensor[];
  /** [B, S] */
  readonly groups: Tensor;
}

/** The last layer's rows [B, T, D], normed, and the cache with the new rows added [.., S + T, ..]. */
export function forward(config: ModelConfig, weights: Weights, rows: Rows, past?: Cache) {
  const turns = turnsOf(rows.positions, config);
  const groups = past ? concat([past.groups, rows.groups], 1) : rows.groups; // [B, S + T]
  const visible = mask(rows.groups, groups);
  const [keys, values] = [[] as Tensor[], [] as Tensor[]];
  let x = rows.embeddings;
  for (let i = 0; i < config.num_hidden_layers; i++) {
    const prefix = `model.layers.${i}`;
    const norm = (name: string) => rmsNorm(x, weightOf(weights, `${prefix}.${name}.weight`), epsilon(config));
    const qkv = project(norm("input_layernorm"), config, weights, `${prefix}.self_attn`, turns);
    const k = grown(past?.keys[i], qkv.k); // [B, G, S + T, d]
    const v = grown(past?.values[i], qkv.v); // [B, G, S + T, d]
    x = x.add(linear(joinHeads(attention(qkv.q, k, v, visible)), weights, `${prefix}.self_attn.o_proj`));
    x = x.add(mlp(norm("post_attention_layernorm"), weights, `${prefix}.mlp`));
    keys.push(k);
    values.push(v);
  }
  const hidden = rmsNorm(x, weightOf(weights, "model.norm.weight"), epsilon(config));
  return { hidden, cache: { keys, values, groups } satisfies Cache };
}

/** Scores of the whole vocabulary: text, `<boi>`, `<eoi>`, codes. hidden [..., D] → [..., V]. */
export const logits = (hidden: Tensor, weights: Weights): Tensor => linear(hidden, weights, "lm_head");

/** Scores of text, `<boi>` and `<eoi>` only: [..., D] → [..., vocab_size + 2]. */
export const textLogits = (config: ModelConfig, hidden: Tensor, weights: Weights): Tensor =>
  hidden.matmul(weightOf(weights, "lm_head.weight").slice(0, 0, textRowsOf(config)), { transposeB: true });

/** Scores of the vision codes only: [..., D] → [..., codebook_size]. */
export const visionLogits = (config: ModelConfig, hidden: Tensor, weights: Weights): Tensor =>
  hidden.matmul(weightOf(weights, "lm_head.weight").slice(0, textRowsOf(config)), { transposeB: true });

const epsilon = ({ rms_norm_eps }: ModelConfig) => ({ epsilon: rms_norm_eps });

/** Rows so far, then the new ones. */
const grown = (past: Tensor | undefined, x: Tensor): Tensor => (past ? concat([past, x], 2) : x);

/** Who sees whom: new rows [B, T], all rows [B, S] → bool [B, 1, T, S]. */
function mask(own: Tensor, all: Tensor): Tensor {
  const [[b, t], s] = [own.shape as readonly [Dim, Dim], all.shape[1] as Dim];
  return all.reshape([b, 1, 1, s]).less(own.add(1).reshape([b, 1, t, 1]));
}

/** Queries, keys and values of the new rows, rotated. */
function project(x: Tensor, config: ModelConfig, weights: Weights, prefix: string, { cos, sin }: Turns) {
  const heads = (name: string, count: number) =>
    splitHeads(linear(x, weights, `${prefix}.${name}_proj`), count, headSize(config));
  const normed = (y: Tensor, name: string) =>
    config.qk_norm ? rmsNorm(y, weightOf(weights, `${prefix}.${name}_norm.weight`), epsilon(config)) : y;
  return {
    q: rotary(normed(heads("q", config.num_attention_heads), "q"), cos, sin), // [B, H, T, d]
    k: rotary(normed(heads("k", config.num_key_value_heads), "k"), cos, sin), // [B, G, T, d]
    v: heads("v", config.num_key_value_heads), // [B, G, T, d]
  };
}

/** SwiGLU (arXiv 2002.05202). */
function mlp(x: Tensor, weights: Weights, prefix: string): Tensor {
  const gated = silu(linear(x, weights, `${prefix}.gate_proj`)).mul(linear(x, weights, `${prefix}.up_proj`));
  return linear(gated, weights, `${prefix}.down_proj`);
}

/** [B, T, H·d] → [B, H, T, d] */
const splitHeads = (x: Tensor, heads: number, d: number): Tensor =>
  x.reshape([...x.shape.slice(0, 2), heads, d]).transpose([0, 2, 1, 3]);

/** [B, H, T, d] → [B, T, H·d] */
function joinHeads(x: Tensor): Tensor {
  const [b, h, t, d] = x.shape as readonly [Dim, number, Dim, number];
  return x.transpose([0, 2, 1, 3]).reshape([b, t, h * d]);
}

import { z } from "zod";
import { modelErrors } from "./errors.ts";

/** Sides of the square schedule (§2.5). */
export const DEFAULT_SCALES = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32, 48, 64] as const;

const count = z.number().int().positive();

/** `config.json` of a checkpoint. Names of the backbone's keys are Qwen2.5's. Keys not listed are left out. */
const configSchema = z.object({
  /** Width D of the residual stream. 7B: 3584 (§1.1). */
  hidden_size: count,
  num_hidden_layers: count,
  num_attention_heads: count,
  /** Heads of keys and values; each serves as many query heads as fit (GQA). 7B: 4 for 28. */
  num_key_value_heads: count,
  /** Width of the SwiGLU layer. */
  intermediate_size: count,
  /** Text tokens; `<boi>` and `<eoi>` follow, then the vision codes. */
  vocab_size: count,
  /** Vision codes. Paper: unknown; TokenFlow 32,768 (§10). */
  codebook_size: count,
  /** Numbers of a code's semantic and pixel half. TokenFlow: 32 and 8. */
  code_dims: z.tuple([count, count]),
  /** Base of the rotary angles. Qwen2.5: 1e6. */
  rope_theta: z.number().positive().default(1e6),
  /** How many rotary frequencies turn with sequence, row and column. Qwen2.5-VL: 16, 24, 24 (§1.7). */
  mrope_section: z.tuple([count, count, count]),
  rms_norm_eps: z.number().positive().default(1e-6),
  /** C of Eq. 1: the side of a square image in position units (§1.7). */
  position_range: z.number().positive().default(16),
  /** Rows of the scale embedding. Paper: 18. */
  max_scales: count.default(DEFAULT_SCALES.length),
  /** An image in the context also feeds its last grid's own codes (§1.4, option c). */
  context_final_grid: z.boolean().default(false),
  /** A grid's rows carry the codes of all grids before it, as VAR's do, not those of the last one alone (§1.5). */
  accumulated_inputs: z.boolean().default(false),
  /** Root-mean-square norm of each head's queries and keys before rotation (§1.1). Qwen2.5 has none. */
  qk_norm: z.boolean().default(false),
  /**
   * Adds row and column of each cell to its input row, as sinusoids. The paper has only rotary angles (§1.7): they say how
   * far rows lie apart, the words of a prompt among them, but not where in the picture a cell is.
   */
  cell_sinusoid: z.boolean().default(false),
  /** Each half of a code vector is scaled to unit length before use, as in TokenFlow (§2.2). */
  normalize_codes: z.boolean().default(true),
  /**
   * First code of each grid and the one after its last, for a codebook in which every grid has codes of its own; grids are
   * then scored against their own codes only, text against text. Empty (the paper): one codebook for all grids, one
   * softmax over the whole vocabulary.
   */
  code_ranges: z.array(z.tuple([z.number().int().nonnegative(), count])).default([]),
  /** Pixels per side of a cell of the last grid (§2.1). */
  stride: count.default(16),
  /** Sides of the square schedule, coarse to fine, in cells (§2.5). */
  scales: z
    .array(count)
    .min(1)
    .default([...DEFAULT_SCALES]),
  /** The visual tokenizer's own keys; `model/vision/config.ts` reads them. */
  vision: z.unknown().optional(),
});

/** What a model is made of: a tiny one and a 7B one differ in these numbers only. */
export type ModelConfig = Readonly<z.infer<typeof configSchema>>;

/** Reads a `config.json` value. Throws MODEL_CONFIG, which names the key and what it should be. */
export function parseConfig(json: unknown): ModelConfig {
  const { data, error } = configSchema.safeParse(json);
  const issue = error?.issues[0];
  if (issue) throw modelErrors.CONFIG({ key: issue.path.join("."), want: `valid (${issue.message})` });
  const config = data as ModelConfig;
  const { hidden_size, num_attention_heads, num_key_value_heads, mrope_section } = config;
  const check = (key: keyof ModelConfig, holds: boolean, want: string) => {
    if (!holds) throw modelErrors.CONFIG({ key, want });
  };
  check("num_attention_heads", hidden_size % (2 * num_attention_heads) === 0, "a divisor of hidden_size / 2");
  check("num_key_value_heads", num_attention_heads % num_key_value_heads === 0, "a divisor of num_attention_heads");
  const half = headSize(config) / 2;
  check(
    "mrope_section",
    mrope_section[0] + mrope_section[1] + mrope_section[2] === half,
    `three counts of sum ${half}`,
  );
  return config;
}

/** Numbers per attention head, d. */
export const headSize = (config: ModelConfig): number => config.hidden_size / config.num_attention_heads;

/** The id that opens an image. */
export const boiId = (config: ModelConfig): number => config.vocab_size;

/** The id that closes an image. */
export const eoiId = (config: ModelConfig): number => config.vocab_size + 1;

/** Rows of the head before the vision codes: text, `<boi>`, `<eoi>`. */
export const textRowsOf = (config: ModelConfig): number => config.vocab_size + 2;

import { expect, test } from "vitest";
import { parseConfig } from "../../model/config.ts";
import { parameterCount } from "../../model/parameter-row.ts";
import { initialise, modelParameters } from "../../model/parameters.ts";
import { checkWeights } from "../../model/weights.ts";

const tiny = {
  hidden_size: 16,
  num_hidden_layers: 1,
  num_attention_heads: 2,
  num_key_value_heads: 1,
  intermediate_size: 24,
  vocab_size: 10,
  codebook_size: 6,
  code_dims: [3, 2],
  mrope_section: [2, 1, 1],
};

test("keys that are left out take the paper's or Qwen's value", () => {
  expect(parseConfig(tiny)).toMatchObject({
    rope_theta: 1e6,
    max_scales: 18,
    context_final_grid: false,
    accumulated_inputs: false,
    qk_norm: false,
    cell_sinusoid: false,
    normalize_codes: true,
    stride: 16,
  });
});

test.each([
  ["hidden_size", { hidden_size: "wide" }],
  ["code_dims", { code_dims: [3] }],
  ["num_attention_heads", { num_attention_heads: 3 }],
  ["num_key_value_heads", { num_attention_heads: 4, num_key_value_heads: 3 }],
  ["mrope_section", { mrope_section: [2, 2, 2] }],
])("a bad %s is refused by name", (key, change) => {
  expect(() => parseConfig({ ...tiny, ...change })).toThrow(new RegExp(`expected "${key}`));
});

test("a 7B model of Qwen2.5's sizes has the 28 blocks' 6,525,288,448 linear weights (§1.1)", () => {
  const config = parseConfig({
    ...{ hidden_size: 3584, num_hidden_layers: 28, num_attention_heads: 28, num_key_value_heads: 4 },
    ...{ intermediate_size: 18944, vocab_size: 152064, codebook_size: 32768, code_dims: [32, 8] },
    mrope_section: [16, 24, 24],
  });
  const linear = modelParameters(config).filter(({ name }) => /layers.*_proj\.weight/.test(name));
  expect(parameterCount(linear)).toBe(6_525_288_448);
});

test("weights are checked by name and shape", () => {
  const config = parseConfig(tiny);
  const rows = modelParameters(config);
  const { "model.norm.weight": norm, ...rest } = initialise(config, 1);
  expect(() => checkWeights(rows, { ...rest, "model.norm.weight": norm as NonNullable<typeof norm> })).not.toThrow();
  expect(() => checkWeights(rows, rest)).toThrow(/expected a weight "model.norm.weight" \[16\]/);
  expect(() => checkWeights(rows, { ...rest, "model.norm.weight": { shape: [4] } })).toThrow(/\[16\], got \[4\]/);
  expect(() => checkWeights(rows, { ...initialise(config, 1), extra: { shape: [1] } })).toThrow(/no place for.*extra/);
});

test("first values depend on seed and name only", () => {
  const [one, deeper] = [1, 2].map((num_hidden_layers) => initialise(parseConfig({ ...tiny, num_hidden_layers }), 3));
  expect(one?.["lm_head.weight"]).toEqual(deeper?.["lm_head.weight"]);
});

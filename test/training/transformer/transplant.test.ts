import { expect, test } from "vitest";
import { boiId, parseConfig } from "../../../model/config.ts";
import { initialise } from "../../../model/parameters.ts";
import { loadTextTokenizer } from "../../../model/text/tokenizer.ts";
import { trainBpe } from "../../../training/bpe/train.ts";
import { sameCodes, transplant } from "../../../training/transformer/transplant.ts";

const base = {
  ...{ hidden_size: 16, num_hidden_layers: 1, num_attention_heads: 2, num_key_value_heads: 1, intermediate_size: 24 },
  ...{ code_dims: [3, 2], mrope_section: [2, 1, 1], rope_theta: 1e4 },
};
const made = (text: string, vocabSize: number, codebook_size: number, seed: number, code_ranges?: number[][]) => {
  const tokenizer = loadTextTokenizer(trainBpe([text, text], { vocabSize }));
  const config = parseConfig({ ...base, vocab_size: tokenizer.vocabSize, codebook_size, code_ranges });
  return { tokenizer, config, weights: initialise(config, seed) };
};

test("blocks and the rows of shared words come from the donor, what belongs to codes stays fresh", () => {
  const donor = made("a red star and a cat", 265, 6, 1);
  const own = made("a red dog with a cat", 268, 9, 2);
  const mixed = transplant(own.weights, own, donor);
  const rowOf = (weights: typeof mixed, name: string, row: number) =>
    [...(weights[name]?.data ?? [])].slice(16 * row, 16 * (row + 1));
  expect(mixed["model.layers.0.mlp.up_proj.weight"]).toBe(donor.weights["model.layers.0.mlp.up_proj.weight"]);
  expect(mixed["vision.adapter.0.weight"]).toBe(own.weights["vision.adapter.0.weight"]);
  for (const name of ["model.embed_tokens.weight", "lm_head.weight"]) {
    expect(mixed[name]?.shape).toEqual(own.weights[name]?.shape);
    for (const word of ["a", "r"]) {
      const [here, there] = [own.tokenizer.encode(word)[0] as number, donor.tokenizer.encode(word)[0] as number];
      expect(rowOf(mixed, name, here)).toEqual(rowOf(donor.weights, name, there));
    }
    expect(rowOf(mixed, name, boiId(own.config))).toEqual(rowOf(donor.weights, name, boiId(donor.config)));
  }
  const code = own.config.vocab_size + 2 + 3;
  expect(rowOf(mixed, "lm_head.weight", code)).toEqual(rowOf(own.weights, "lm_head.weight", code));
});

test("rows of codes come from the donor where codes are dealt out alike", () => {
  const ranges = [
    [0, 2],
    [2, 6],
  ];
  const donor = made("a red star and a cat", 265, 6, 1, ranges);
  const own = made("a red dog with a cat", 268, 6, 2, ranges);
  const mixed = transplant(own.weights, own, donor);
  const head = (weights: typeof mixed, from: number) => [...(weights["lm_head.weight"]?.data ?? [])].slice(16 * from);
  expect(sameCodes(own.config, donor)).toBe(true);
  expect(head(mixed, own.config.vocab_size + 2)).toEqual(head(donor.weights, donor.config.vocab_size + 2));
  expect(sameCodes(own.config, made("a", 264, 6, 1, [[0, 6]]))).toBe(false);
  expect(sameCodes(own.config, made("a", 264, 6, 1))).toBe(false);
});

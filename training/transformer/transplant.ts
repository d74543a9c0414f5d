/**
 * A transformer's first weights from one that has other words and other codes: what it knows of language and of laying
 * things out stays, what it knows of codes is learnt anew.
 */
import { boiId, eoiId, type ModelConfig, textRowsOf } from "../../model/config.ts";
import type { TextTokenizer } from "../../model/text/tokenizer.ts";
import { f32, type HostTensor, mapNamed, type Named, sameShape } from "../../runtime/tensor/index.ts";

export interface Donor {
  readonly config: ModelConfig;
  readonly tokenizer: TextTokenizer;
  readonly weights: Named<HostTensor>;
}

const EMBEDDINGS = "model.embed_tokens.weight";
const HEAD = "lm_head.weight";

/** True when a code of the donor's stands for the same here: ranges that are dealt out alike name the same things. */
export const sameCodes = (config: ModelConfig, donor: Donor): boolean =>
  config.codebook_size === donor.config.codebook_size &&
  (config.code_ranges ?? []).length > 0 &&
  JSON.stringify(config.code_ranges) === JSON.stringify(donor.config.code_ranges);

/**
 * `fresh` with the donor's blocks where shapes agree, and its rows of text embeddings and head for every token that both
 * vocabularies write alike; rows of codes in the head where they stand for the same (`sameCodes`). Adapter and scale
 * embeddings stay fresh.
 */
export function transplant(
  fresh: Named<HostTensor>,
  { config, tokenizer }: { readonly config: ModelConfig; readonly tokenizer: TextTokenizer },
  donor: Donor,
): Record<string, HostTensor> {
  const words = sharedRows(config, tokenizer, donor);
  const codes = sameCodes(config, donor) ? codeRows(config, donor.config) : [];
  return mapNamed(fresh, (value, name) => {
    const known = donor.weights[name];
    if (!known || name.startsWith("vision.")) return value;
    if (name === EMBEDDINGS) return copyRows(value, known, words);
    if (name === HEAD) return copyRows(value, known, [...words, ...codes]);
    return sameShape(known.shape, value.shape) ? known : value;
  });
}

/** Rows of all codes in the head, here and there. */
const codeRows = (here: ModelConfig, there: ModelConfig): readonly (readonly [number, number])[] =>
  Array.from({ length: here.codebook_size }, (_, code) => [textRowsOf(here) + code, textRowsOf(there) + code]);

/** Ids of tokens that both vocabularies have, here and there; `<boi>` and `<eoi>` too. */
function sharedRows(
  config: ModelConfig,
  tokenizer: TextTokenizer,
  donor: Donor,
): readonly (readonly [number, number])[] {
  const words = Array.from({ length: tokenizer.vocabSize }, (_, id) => id).flatMap((id): [number, number][] => {
    const there = soleToken(donor.tokenizer, tokenizer.decode([id], { control: true }));
    return there === undefined ? [] : [[id, there]];
  });
  return [...words, [boiId(config), boiId(donor.config)], [eoiId(config), eoiId(donor.config)]];
}

/** The id of a text that is one token. */
function soleToken(tokenizer: TextTokenizer, text: string): number | undefined {
  const control = tokenizer.tokenToId(text);
  if (text.startsWith("<|") && control !== undefined) return control;
  if (text === "" || text.includes("\uFFFD")) return undefined;
  const ids = tokenizer.encode(text);
  return ids.length === 1 ? ids[0] : undefined;
}

function copyRows(to: HostTensor, from: HostTensor, pairs: readonly (readonly [number, number])[]): HostTensor {
  const width = to.shape[1] as number;
  if (from.shape[1] !== width) return to;
  const data = Float32Array.from(to.data);
  for (const [here, there] of pairs) data.set(from.data.subarray(there * width, (there + 1) * width), here * width);
  return f32(data, to.shape);
}

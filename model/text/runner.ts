import { Tokenizer } from "@huggingface/tokenizers";
import { textErrors } from "./errors.ts";
import type { TokenizerParts } from "./tokenizer-json.ts";

/** What we use of Hugging Face's tokenizer runner. Its own types do not resolve under NodeNext. */
export interface Runner {
  readonly encode: (text: string, options: { add_special_tokens: boolean }) => { readonly ids: number[] };
  readonly decode: (ids: readonly number[]) => string;
  readonly token_to_id: (token: string) => number | undefined;
  readonly id_to_token: (id: number) => string | undefined;
  readonly pre_tokenizer: (text: string) => readonly string[];
}

/**
 * Starts a runner that knows no added tokens, so that nothing in a text can match one.
 * Throws TEXT_TOKENIZER_FORM for a normalizer or pre-tokenizer of an unknown kind.
 */
export function makeRunner({ normalizer, preTokenizer, vocab, merges }: Omit<TokenizerParts, "control">): Runner {
  try {
    const model = { type: "BPE", unk_token: null, vocab, merges };
    const decoder = { type: "ByteLevel" };
    return new Tokenizer(
      { added_tokens: [], normalizer, pre_tokenizer: preTokenizer, post_processor: null, decoder, model },
      { clean_up_tokenization_spaces: false },
    );
  } catch (cause) {
    throw textErrors.TOKENIZER_FORM({ problem: "its normalizer or pre-tokenizer is of an unknown kind" }, { cause });
  }
}

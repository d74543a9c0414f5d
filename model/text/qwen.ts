import type { AddedToken, TokenizerJson } from "./tokenizer-json.ts";

/** Qwen's control tokens, in the order of their ids. They follow the vocabulary's bytes and merges. */
export const QWEN_CONTROL_TOKENS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"] as const;

/** How Qwen2.5 cuts text into words before the merges: contractions, letters, single digits, signs, white space. */
export const QWEN_SPLIT = {
  type: "Split",
  pattern: {
    Regex:
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
  },
  behavior: "Isolated",
  invert: false,
} as const;

const BYTE_LEVEL = { type: "ByteLevel", add_prefix_space: false, trim_offsets: false, use_regex: false } as const;

/** A tokenizer.json like Qwen2.5's. `tokens` get the ids from 0, the control tokens follow; a merge is "left right". */
export function qwenTokenizerJson(tokens: readonly string[], merges: readonly string[]): TokenizerJson {
  const control = QWEN_CONTROL_TOKENS.map((content, i): AddedToken => {
    const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
    return { id: tokens.length + i, content, ...flags };
  });
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: control,
    normalizer: { type: "NFC" },
    pre_tokenizer: { type: "Sequence", pretokenizers: [QWEN_SPLIT, BYTE_LEVEL] },
    post_processor: BYTE_LEVEL,
    decoder: BYTE_LEVEL,
    model: {
      type: "BPE",
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: "",
      end_of_word_suffix: "",
      fuse_unk: false,
      byte_fallback: false,
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
      merges,
    },
  };
}

import { BYTE_ALPHABET } from "../../model/text/byte-alphabet.ts";
import { QWEN_CONTROL_TOKENS, qwenTokenizerJson } from "../../model/text/qwen.ts";
import type { TokenizerJson } from "../../model/text/tokenizer-json.ts";
import { bpeErrors } from "./errors.ts";
import { learnMerges, MAX_VOCAB } from "./merges.ts";
import { countWords } from "./words.ts";

/** Options of `trainBpe`. */
export interface TrainBpeOptions {
  /** Most ids: 256 bytes, merges, and the control tokens at the end. From 259 to 2^20. */
  readonly vocabSize: number;
  /** Least occurrences of a pair that is merged; a smaller corpus gives a smaller vocabulary. Default: 2. */
  readonly minCount?: number;
}

/**
 * Learns a byte-level BPE tokenizer in Qwen's form from texts. Any text can be encoded with it, and equal corpora give
 * equal files whatever the order of their texts. Throws BPE_VOCAB_SIZE.
 */
export function trainBpe(corpus: Iterable<string>, { vocabSize, minCount = 2 }: TrainBpeOptions): TokenizerJson {
  const least = BYTE_ALPHABET.length + QWEN_CONTROL_TOKENS.length;
  if (!Number.isInteger(vocabSize) || vocabSize < least || vocabSize > MAX_VOCAB) {
    throw bpeErrors.VOCAB_SIZE({ got: vocabSize, least, most: MAX_VOCAB });
  }
  const { tokens, merges } = learnMerges(countWords(corpus), vocabSize - QWEN_CONTROL_TOKENS.length, minCount);
  return qwenTokenizerJson(tokens, merges);
}

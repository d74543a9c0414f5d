import { toByteCharacters } from "../../model/text/byte-alphabet.ts";
import { QWEN_SPLIT } from "../../model/text/qwen.ts";
import { makeRunner } from "../../model/text/runner.ts";

/**
 * How often each word of a corpus occurs, in byte characters: NFC, then Qwen's split, run by the very code that encodes
 * later, so that merges are learned on the words they will meet.
 */
export function countWords(corpus: Iterable<string>): Map<string, number> {
  const splitter = makeRunner({ normalizer: null, preTokenizer: QWEN_SPLIT, vocab: {}, merges: [] });
  const counts = new Map<string, number>();
  for (const text of corpus) {
    for (const word of splitter.pre_tokenizer(text.normalize("NFC"))) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const words = new Map<string, number>();
  for (const [word, count] of counts) {
    const bytes = toByteCharacters(word); // lone surrogates all become U+FFFD, so words may meet
    words.set(bytes, (words.get(bytes) ?? 0) + count);
  }
  return words;
}

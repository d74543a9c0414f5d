import type { TextTokenizer } from "../../model/text/tokenizer.ts";

/**
 * The same tokenizer, which encodes each word once. Between two words no token is merged by the world's tokenizer, whose
 * words begin with their space, so a text's ids are those of its words; lessons are made of few words and many texts.
 */
export function rememberWords(tokenizer: TextTokenizer): TextTokenizer {
  const known = new Map<string, readonly number[]>();
  const idsOf = (word: string): readonly number[] => {
    const found = known.get(word) ?? tokenizer.encode(word);
    known.set(word, found);
    return found;
  };
  return {
    ...tokenizer,
    encode: (text, options) =>
      options === undefined ? text.split(/(?<=\S)(?= \S)/).flatMap(idsOf) : tokenizer.encode(text, options),
  };
}

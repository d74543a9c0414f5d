import type { TextTokenizer } from "../../model/text/tokenizer.ts";

/** Ids of the tokens that end a line, such as a full stop with the line break after it. */
export const lineEnds = (tokenizer: TextTokenizer): readonly number[] =>
  [".\n", "!\n", "?\n", "\n"].flatMap((text) => {
    const ids = tokenizer.encode(text);
    return ids.slice(-1);
  });

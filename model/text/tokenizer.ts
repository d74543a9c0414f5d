import { textErrors } from "./errors.ts";
import { checkCharacters, checkTokens } from "./prompt-limit.ts";
import { makeRunner, type Runner } from "./runner.ts";
import { parseTokenizerJson } from "./tokenizer-json.ts";

/**
 * Text to ids and back. Text is never read as control tokens: a user who types `<|im_end|>` gets those ten characters.
 * Control tokens are put between texts by id.
 */
export interface TextTokenizer {
  /** The ids of a plain text; an empty text has none. Throws TEXT_PROMPT_TOO_LONG beyond `limit`. */
  readonly encode: (text: string, options?: EncodeOptions) => number[];
  /** The text of ids. Bytes that are not UTF-8 become U+FFFD. Throws TEXT_UNKNOWN_ID. */
  readonly decode: (ids: readonly number[], options?: DecodeOptions) => string;
  /** The id of a token as the vocabulary writes it (`Ġworld`, `<|im_end|>`), if it has one. */
  readonly tokenToId: (token: string) => number | undefined;
  /** Number of ids: the largest plus one, control tokens included. */
  readonly vocabSize: number;
}

/** Options of `encode`. */
export interface EncodeOptions {
  /** Most tokens. Checked by the number of characters first, so a huge text costs nothing. Default: no limit. */
  readonly limit?: number;
}

/** Options of `decode`. */
export interface DecodeOptions {
  /** Write control tokens as their names instead of leaving them out. Default: false. */
  readonly control?: boolean;
}

/**
 * Makes a tokenizer of a parsed Hugging Face tokenizer.json with byte-level BPE, such as Qwen2.5's.
 * Throws TEXT_TOKENIZER_FORM if it is anything else.
 */
export function loadTextTokenizer(json: unknown): TextTokenizer {
  const parts = parseTokenizerJson(json);
  const runner = makeRunner(parts);
  const names = new Map([...parts.control].map(([token, id]) => [id, token]));
  const vocabSize = 1 + Object.values(parts.vocab).reduce((a, b) => Math.max(a, b), Math.max(0, ...names.keys()));
  return {
    encode: (text, { limit = Number.POSITIVE_INFINITY } = {}) => {
      checkCharacters(text.length, limit);
      const { ids } = runner.encode(text, { add_special_tokens: false });
      checkTokens(ids.length, limit);
      return ids;
    },
    decode: (ids, { control = false } = {}) => decode(runner, names, vocabSize, ids, control),
    tokenToId: (token) => parts.control.get(token) ?? runner.token_to_id(token),
    vocabSize,
  };
}

function decode(
  runner: Runner,
  names: ReadonlyMap<number, string>,
  vocabSize: number,
  ids: readonly number[],
  control: boolean,
): string {
  let text = "";
  let run: number[] = [];
  const flush = () => {
    if (run.length > 0) text += runner.decode(run);
    run = [];
  };
  for (const [position, id] of ids.entries()) {
    const name = names.get(id);
    if (name !== undefined) {
      flush();
      if (control) text += name;
    } else if (runner.id_to_token(id) !== undefined) run.push(id);
    else throw textErrors.UNKNOWN_ID({ id, position, vocabSize });
  }
  flush();
  return text;
}

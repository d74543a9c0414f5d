import { BYTE_ALPHABET } from "./byte-alphabet.ts";
import { textErrors } from "./errors.ts";

/** The parts of Hugging Face's tokenizer.json that matter to a byte-level BPE tokenizer. */
export interface TokenizerJson {
  readonly version: string;
  readonly truncation: null;
  readonly padding: null;
  readonly added_tokens: readonly AddedToken[];
  readonly normalizer: object | null;
  readonly pre_tokenizer: object;
  readonly post_processor: object | null;
  readonly decoder: object;
  readonly model: BpeModel;
}

/** A token outside the merges. */
export interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly single_word: boolean;
  readonly lstrip: boolean;
  readonly rstrip: boolean;
  readonly normalized: boolean;
  readonly special: boolean;
}

/** Vocabulary and merges. A merge is "left right". */
export interface BpeModel {
  readonly type: "BPE";
  readonly dropout: null;
  readonly unk_token: null;
  readonly continuing_subword_prefix: "";
  readonly end_of_word_suffix: "";
  readonly fuse_unk: false;
  readonly byte_fallback: false;
  readonly vocab: Readonly<Record<string, number>>;
  readonly merges: readonly string[];
}

/** What the tokenizer needs of a file, checked: every text can be encoded and no id has two meanings. */
export interface TokenizerParts {
  readonly normalizer: object | null;
  readonly preTokenizer: object;
  /** Token to id, without the control tokens. */
  readonly vocab: Readonly<Record<string, number>>;
  readonly merges: readonly (readonly [string, string])[];
  /** Control token to id: all added tokens, special or not. */
  readonly control: ReadonlyMap<string, number>;
}

type Json = Readonly<Record<string, unknown>>;

/** Largest id that is believed; the largest published vocabularies have some 260,000 tokens. */
const MAX_ID = 2 ** 24;

/** Checks a parsed tokenizer.json. Throws TEXT_TOKENIZER_FORM. */
export function parseTokenizerJson(json: unknown): TokenizerParts {
  if (!isObject(json)) throw form("it is not a JSON object");
  const { model, normalizer = null, pre_tokenizer: preTokenizer, added_tokens: added = [] } = json;
  if (!isObject(model)) throw form("it has no model");
  if (model.type !== "BPE") throw form("its model is not of type BPE");
  if (normalizer !== null && !isObject(normalizer)) throw form("its normalizer is not an object");
  if (!isObject(preTokenizer) || !hasByteLevel(preTokenizer)) throw form("its pre-tokenizer is not byte-level");
  const control = parseControl(added);
  const vocab = parseVocab(model.vocab, control);
  return { normalizer, preTokenizer, vocab, merges: parseMerges(model.merges, vocab), control };
}

function hasByteLevel(preTokenizer: Json): boolean {
  const steps = Array.isArray(preTokenizer.pretokenizers) ? preTokenizer.pretokenizers : [];
  return [preTokenizer, ...steps].some((step) => isObject(step) && step.type === "ByteLevel");
}

function parseControl(added: unknown): ReadonlyMap<string, number> {
  if (!Array.isArray(added)) throw form("its added_tokens are not a list");
  const control = new Map<string, number>();
  for (const token of added as readonly unknown[]) {
    if (!isObject(token) || typeof token.content !== "string" || token.content === "" || !isId(token.id)) {
      throw form("an added token has no content or no id");
    }
    if (control.has(token.content)) throw form(`the added token ${JSON.stringify(token.content)} stands twice`);
    control.set(token.content, token.id);
  }
  return control;
}

/** The ordinary tokens. Some files repeat the control tokens here; without them no text can turn into one. */
function parseVocab(vocab: unknown, control: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  if (!isObject(vocab)) throw form("its vocabulary is not an object");
  const ids = new Set(control.values());
  if (ids.size < control.size) throw form("two added tokens share an id");
  const kept: [string, number][] = [];
  for (const [token, id] of Object.entries(vocab)) {
    if (!isId(id)) throw form(`the id of token ${show(token)} is not a whole number from 0 to ${MAX_ID}`);
    if (control.get(token) === id) continue;
    if (control.has(token)) throw form(`the token ${show(token)} has two ids`);
    if (ids.has(id)) throw form(`two tokens have the id ${id}`);
    ids.add(id);
    kept.push([token, id]);
  }
  const checked: Readonly<Record<string, number>> = Object.fromEntries(kept);
  for (const character of BYTE_ALPHABET) {
    if (!Object.hasOwn(checked, character)) throw form(`its vocabulary lacks the byte token ${show(character)}`);
  }
  return checked;
}

function parseMerges(merges: unknown, vocab: Readonly<Record<string, number>>): readonly (readonly [string, string])[] {
  if (!Array.isArray(merges)) throw form("its merges are not a list");
  return merges.map((merge: unknown, rank) => {
    const pair: readonly unknown[] = typeof merge === "string" ? merge.split(" ") : Array.isArray(merge) ? merge : [];
    const [left, right] = pair;
    if (pair.length !== 2 || typeof left !== "string" || typeof right !== "string") {
      throw form(`merge ${rank} is not a pair of tokens`);
    }
    for (const token of [left, right, left + right]) {
      if (!Object.hasOwn(vocab, token)) throw form(`merge ${rank} uses ${show(token)}, which is not in its vocabulary`);
    }
    return [left, right] as const;
  });
}

function form(problem: string) {
  return textErrors.TOKENIZER_FORM({ problem });
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isId(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= MAX_ID;
}

function show(token: string): string {
  return JSON.stringify(token.slice(0, 40));
}

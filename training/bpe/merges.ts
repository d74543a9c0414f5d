import { BYTE_ALPHABET } from "../../model/text/byte-alphabet.ts";
import { makeHeap } from "./heap.ts";

/** Ids stay below this, so that a pair of them is one exact number. */
export const MAX_VOCAB = 2 ** 20;

/** What was learned: the tokens by id, bytes first, and the merges "left right" by rank. */
export interface Learned {
  readonly tokens: readonly string[];
  readonly merges: readonly string[];
}

interface Word {
  ids: readonly number[];
  readonly count: number;
}

interface Pair {
  count: number;
  /** Words that hold the pair, or once held it. */
  readonly words: Set<Word>;
}

/**
 * Byte-pair encoding (Sennrich et al., arXiv 1508.07909): the most frequent pair of neighbours becomes a token, until there
 * are `size` tokens or no pair occurs `minCount` times. Of equally frequent pairs the one of the lower ids wins, left
 * first, so the result depends on the counts alone. `words` is in byte characters.
 */
export function learnMerges(words: ReadonlyMap<string, number>, size: number, minCount: number): Learned {
  const tokens = [...BYTE_ALPHABET];
  const ids = new Map(tokens.map((token, id) => [token, id]));
  const merges: string[] = [];
  const pairs = new Map<number, Pair>();
  const heap = makeHeap<{ key: number; count: number }>(
    (a, b) => a.count > b.count || (a.count === b.count && a.key < b.key),
  );

  for (const [text, count] of words) {
    addPairs(pairs, { ids: Array.from(text, (character) => ids.get(character) as number), count }); // every byte has an id
  }
  for (const [key, { count }] of pairs) heap.push({ key, count });

  while (tokens.length < size) {
    const top = heap.pop();
    if (top === undefined || top.count < minCount) break;
    const pair = pairs.get(top.key);
    if (pair === undefined) continue;
    if (pair.count !== top.count) {
      if (pair.count < top.count) heap.push({ key: top.key, count: pair.count }); // a rise was pushed when it happened
      continue;
    }
    const left = Math.floor(top.key / MAX_VOCAB);
    const right = top.key % MAX_VOCAB;
    const token = `${tokens[left]}${tokens[right]}`;
    const id = ids.get(token) ?? tokens.push(token) - 1; // two merges may spell the same token
    ids.set(token, id);
    merges.push(`${tokens[left]} ${tokens[right]}`);
    for (const key of applyMerge(pairs, pair.words, left, right, id)) {
      heap.push({ key, count: pairs.get(key)?.count ?? 0 });
    }
  }
  return { tokens, merges };
}

/** Joins the pair in every word that holds it; returns the pairs that gained. */
function applyMerge(
  pairs: Map<number, Pair>,
  words: Iterable<Word>,
  left: number,
  right: number,
  id: number,
): Set<number> {
  const gained = new Set<number>();
  for (const word of [...words]) {
    const joined = join(word.ids, left, right, id);
    if (joined.length === word.ids.length) continue;
    removePairs(pairs, word);
    word.ids = joined;
    addPairs(pairs, word);
    for (const key of pairKeys(joined)) {
      if (Math.floor(key / MAX_VOCAB) === id || key % MAX_VOCAB === id) gained.add(key);
    }
  }
  return gained;
}

/** From left to right, without overlap: the way a tokenizer applies a merge. */
function join(ids: readonly number[], left: number, right: number, id: number): number[] {
  const joined: number[] = [];
  for (let i = 0; i < ids.length; i++) {
    if (ids[i] === left && ids[i + 1] === right) {
      joined.push(id);
      i++;
    } else joined.push(ids[i] as number); // i < ids.length
  }
  return joined;
}

function addPairs(pairs: Map<number, Pair>, word: Word): void {
  for (const key of pairKeys(word.ids)) {
    const pair = pairs.get(key);
    if (pair === undefined) pairs.set(key, { count: word.count, words: new Set([word]) });
    else {
      pair.count += word.count;
      pair.words.add(word);
    }
  }
}

function removePairs(pairs: Map<number, Pair>, word: Word): void {
  for (const key of pairKeys(word.ids)) {
    const pair = pairs.get(key);
    if (pair === undefined) continue;
    pair.count -= word.count;
    if (pair.count === 0) pairs.delete(key);
  }
}

function pairKeys(ids: readonly number[]): number[] {
  return ids.slice(1).map((right, i) => (ids[i] as number) * MAX_VOCAB + right); // i < ids.length - 1
}

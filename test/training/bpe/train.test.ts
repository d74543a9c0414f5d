import { Tokenizer } from "@huggingface/tokenizers";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadTextTokenizer } from "../../../model/text/tokenizer.ts";
import { makeHeap } from "../../../training/bpe/heap.ts";
import { learnMerges } from "../../../training/bpe/merges.ts";
import { trainBpe } from "../../../training/bpe/train.ts";
import { qwenTokenizer } from "../../model/text/qwen-file.ts";

const anyText = fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }));
const corpus = [
  "a red circle above a blue square",
  "two red squares",
  "a blue circle left of a red star",
  "ein grüner Kreis 圆",
].flatMap((text) => [text, text]);

/** The textbook algorithm: count everything anew before each merge. */
function slowMerges(words: ReadonlyMap<string, number>, count: number): string[] {
  const merges: string[] = [];
  const ids = new Map(learnMerges(new Map(), 256, 2).tokens.map((token, id) => [token, id]));
  let split = [...words].map(([word, n]) => ({ parts: [...word], n }));
  while (ids.size < 256 + count) {
    const pairs = new Map<string, number>();
    for (const { parts, n } of split) {
      for (let i = 1; i < parts.length; i++) {
        const pair = `${parts[i - 1]} ${parts[i]}`;
        pairs.set(pair, (pairs.get(pair) ?? 0) + n);
      }
    }
    const order = (pair: string) => pair.split(" ").map((token) => ids.get(token) ?? -1);
    const best = [...pairs].sort(([a, n], [b, m]) => {
      const [x, y] = [order(a), order(b)];
      return m - n || (x[0] ?? 0) - (y[0] ?? 0) || (x[1] ?? 0) - (y[1] ?? 0);
    })[0];
    if (best === undefined || best[1] < 2) break;
    const [left, right] = best[0].split(" ");
    const token = `${left}${right}`;
    if (!ids.has(token)) ids.set(token, ids.size);
    merges.push(best[0]);
    split = split.map(({ parts, n }) => {
      const joined: string[] = [];
      for (let i = 0; i < parts.length; i++) {
        const isPair = parts[i] === left && parts[i + 1] === right;
        joined.push(isPair ? token : (parts[i] ?? ""));
        if (isPair) i++;
      }
      return { parts: joined, n };
    });
  }
  return merges;
}

describe("learnMerges", () => {
  test("a corpus worked by hand", () => {
    // low ×5, lower ×2, newest ×6, widest ×3: es and st occur 9 times and e has the lower id; then est; then lo and ow 7 times
    const words = new Map(Object.entries({ low: 5, lower: 2, newest: 6, widest: 3 }));
    expect(learnMerges(words, 256 + 5, 2).merges).toEqual(["e s", "es t", "l o", "lo w", "e w"]);
  });

  test("overlapping pairs are merged from the left", () => {
    expect(learnMerges(new Map([["aaaaa", 1]]), 258, 1).merges).toEqual(["a a", "aa a"]);
  });

  test("a pair that occurs too rarely stays apart", () => {
    expect(
      learnMerges(
        new Map([
          ["ab", 1],
          ["cd", 2],
        ] as const),
        300,
        2,
      ).merges,
    ).toEqual(["c d"]);
  });

  test("is the textbook algorithm", () => {
    const words = fc.dictionary(
      fc.string({ unit: fc.constantFrom(..."abcd"), minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 9 }),
      {
        maxKeys: 12,
      },
    );
    fc.assert(
      fc.property(words, (counts) => {
        const map = new Map(Object.entries(counts));
        expect(learnMerges(map, 256 + 20, 2).merges).toEqual(slowMerges(map, 20));
      }),
      { numRuns: 300 },
    );
  });
});

describe("trainBpe", () => {
  const json = trainBpe(corpus, { vocabSize: 300 });
  const tokenizer = loadTextTokenizer(json);

  test("the control tokens follow bytes and merges, and vocabSize counts them", () => {
    const ids = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"].map((token) => tokenizer.tokenToId(token));
    expect(ids).toEqual([297, 298, 299]);
    expect(tokenizer.vocabSize).toBe(300);
    expect(tokenizer.tokenToId("!")).toBe(0);
    expect(tokenizer.tokenToId("Ā")).toBe(188);
  });

  test("has the pre-tokenizer and decoder of Qwen's own file", () => {
    const { normalizer, pre_tokenizer, decoder, post_processor } = json;
    expect(qwenTokenizer()).toMatchObject({ normalizer, pre_tokenizer, decoder, post_processor });
  });

  test("a word that was learned is one token", () => {
    expect(tokenizer.encode(" red")).toEqual([tokenizer.tokenToId("Ġred")]);
  });

  test("every text comes back, and the bare runner agrees", () => {
    const runner = new Tokenizer(JSON.parse(JSON.stringify(json)), {});
    fc.assert(
      fc.property(anyText, (text) => {
        const ids = tokenizer.encode(text);
        expect(tokenizer.decode(ids)).toBe(text.normalize("NFC"));
        if (!text.includes("<|")) expect(ids).toEqual(runner.encode(text).ids);
      }),
      { numRuns: 500 },
    );
  });

  test("any corpus gives a tokenizer that loads", () => {
    fc.assert(
      fc.property(fc.array(anyText), anyText, (texts, text) => {
        const trained = loadTextTokenizer(trainBpe([...texts, ...texts], { vocabSize: 280 }));
        expect(trained.decode(trained.encode(text))).toBe(text.normalize("NFC"));
      }),
      { numRuns: 50 },
    );
  });

  test("the order of the corpus does not matter", () => {
    expect(JSON.stringify(trainBpe([...corpus].reverse(), { vocabSize: 300 }))).toBe(JSON.stringify(json));
  });

  test.each([258, 2 ** 20 + 1, 300.5, Number.NaN])("the size %d is refused", (vocabSize) => {
    expect(() => trainBpe(corpus, { vocabSize })).toThrow("expected a vocabSize between 259 and 1048576");
  });
});

test("a heap gives its items in order", () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), (items) => {
      const heap = makeHeap<number>((a, b) => a < b);
      for (const item of items) heap.push(item);
      expect(items.map(() => heap.pop())).toEqual([...items].sort((a, b) => a - b));
      expect(heap.pop()).toBeUndefined();
    }),
  );
});

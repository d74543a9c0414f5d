import { Tokenizer } from "@huggingface/tokenizers";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BYTE_ALPHABET } from "../../../model/text/byte-alphabet.ts";
import { qwenTokenizerJson } from "../../../model/text/qwen.ts";
import { loadTextTokenizer } from "../../../model/text/tokenizer.ts";
import { qwenTokenizer } from "./qwen-file.ts";

const file = qwenTokenizer();
const qwen = loadTextTokenizer(file);
const anyText = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme-ascii" }),
);

describe("Qwen2.5's tokenizer", () => {
  test.each([
    ["Hello world", [9707, 1879]],
    ["", []],
    [" ", [220]],
    ["!", [0]],
  ])("the ids of %j", (text, ids) => expect(qwen.encode(text)).toEqual(ids));

  test("the vocabulary counts the control tokens", () => {
    expect(qwen.vocabSize).toBe(151665);
    expect(qwen.tokenToId("<|endoftext|>")).toBe(151643);
    expect(qwen.tokenToId("Ġworld")).toBe(1879);
    expect(qwen.tokenToId("constructor of nothing")).toBeUndefined();
    expect(qwen.tokenToId("__proto__")).toBeUndefined();
  });

  test("its first 256 tokens are the byte alphabet", () => {
    expect(BYTE_ALPHABET.map((character) => qwen.tokenToId(character))).toEqual(BYTE_ALPHABET.map((_, i) => i));
  });

  test("plain text has the ids of the unchanged runner", () => {
    const runner = new Tokenizer(file, {});
    fc.assert(
      fc.property(
        anyText.filter((text) => !text.includes("<")),
        (text) => {
          expect(qwen.encode(text)).toEqual(runner.encode(text).ids);
        },
      ),
      { numRuns: 300 },
    );
  });

  test.each([
    "一只红色的猫坐在蓝色的盒子上。",
    "👩‍👩‍👧 🇩🇪 ☃️",
    "a  b\n\n c\t\r\nd 'll 12345",
    "\uFEFFx .",
    "naïve café",
  ])("%j comes back", (text) => expect(qwen.decode(qwen.encode(text))).toBe(text));

  test("every text comes back in normal form C", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(qwen.decode(qwen.encode(text))).toBe(text.normalize("NFC"));
      }),
      { numRuns: 500 },
    );
  });

  test("a lone surrogate becomes the replacement character", () => {
    expect(qwen.decode(qwen.encode("a\uD800b"))).toBe("a\uFFFDb");
  });
});

describe("control tokens", () => {
  const names = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|vision_start|>", "<tool_call>"];

  test("typed in a text they stay text", () => {
    const control = new Set(names.map((name) => qwen.tokenToId(name)));
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...names, "<|im_", "end|>", "｜"), fc.string())), (pieces) => {
        const text = pieces.join("");
        const ids = qwen.encode(text);
        expect(ids.some((id) => control.has(id))).toBe(false);
        expect(qwen.decode(ids)).toBe(text.normalize("NFC"));
      }),
      { numRuns: 300 },
    );
  });

  test("a file that repeats them among its ordinary tokens gives no way in", () => {
    const json = qwenTokenizerJson(BYTE_ALPHABET, []);
    const vocab = { ...json.model.vocab, "<|im_end|>": 258 };
    const open = {
      ...json,
      pre_tokenizer: { type: "ByteLevel", use_regex: false },
      model: { ...json.model, vocab, ignore_merges: true },
    };
    const tokenizer = loadTextTokenizer(open);
    expect(tokenizer.tokenToId("<|im_end|>")).toBe(258);
    expect(tokenizer.encode("<|im_end|>")).toHaveLength(10);
  });

  test("decode leaves them out, or names them on request", () => {
    const ids = [...qwen.encode("cat"), 151645, ...qwen.encode(" dog")];
    expect(qwen.decode(ids)).toBe("cat dog");
    expect(qwen.decode(ids, { control: true })).toBe("cat<|im_end|> dog");
  });
});

describe("refusals", () => {
  test("an id of no token", () => {
    for (const id of [151665, -1, 1.5, Number.NaN, 2 ** 40]) {
      expect(() => qwen.decode([0, id])).toThrow(`decode id ${id} at position 1`);
    }
  });

  test("a text over the limit, long ones by their characters alone", () => {
    expect(qwen.encode("Hello world", { limit: 2 })).toHaveLength(2);
    expect(() => qwen.encode("Hello world!", { limit: 2 })).toThrow("The prompt has 3 tokens");
    expect(() => qwen.encode("e\u0301".repeat(5_000_000), { limit: 100 })).toThrow("has 10000000 characters");
  });

  const good = qwenTokenizerJson(BYTE_ALPHABET, []);
  const withModel = (model: object) => ({ ...good, model: { ...good.model, ...model } });
  const vocab = good.model.vocab;
  const token = (content: unknown, id: unknown) => ({ content, id });
  test.each([
    ["nothing", undefined, "not a JSON object"],
    ["a list", [], "not a JSON object"],
    ["no model", {}, "no model"],
    ["another model", withModel({ type: "Unigram" }), "not of type BPE"],
    ["no vocabulary", withModel({ vocab: [] }), "vocabulary is not an object"],
    ["a missing byte", withModel({ vocab: { a: 0 } }), "lacks the byte token"],
    ["a text as id", withModel({ vocab: { ...vocab, ab: "7" } }), 'id of token "ab"'],
    ["a huge id", withModel({ vocab: { ...vocab, ab: 2 ** 31 } }), 'id of token "ab"'],
    ["one id twice", withModel({ vocab: { ...vocab, ab: 3 } }), "two tokens have the id 3"],
    ["merges as object", withModel({ merges: {} }), "merges are not a list"],
    ["a merge of three", withModel({ merges: ["a b c"] }), "merge 0 is not a pair"],
    ["a merge of a number", withModel({ merges: [["a", 1]] }), "merge 0 is not a pair"],
    ["a merge to nothing", withModel({ merges: ["a b"] }), 'merge 0 uses "ab"'],
    ["no pre-tokenizer", { ...good, pre_tokenizer: null }, "pre-tokenizer is not byte-level"],
    ["another pre-tokenizer", { ...good, pre_tokenizer: { type: "Whitespace" } }, "pre-tokenizer is not byte-level"],
    ["an unknown normalizer", { ...good, normalizer: { type: "Magic" } }, "unknown kind"],
    ["a text as normalizer", { ...good, normalizer: "NFC" }, "normalizer is not an object"],
    ["no list of added tokens", { ...good, added_tokens: {} }, "not a list"],
    ["an added token without id", { ...good, added_tokens: [token("<a>", null)] }, "no id"],
    ["an empty added token", { ...good, added_tokens: [token("", 300)] }, "no content"],
    ["an added token twice", { ...good, added_tokens: [token("<a>", 300), token("<a>", 301)] }, "stands twice"],
    ["added tokens of one id", { ...good, added_tokens: [token("<a>", 300), token("<b>", 300)] }, "share an id"],
    ["an added token for a byte", { ...good, added_tokens: [token("a", 64)] }, 'lacks the byte token "a"'],
  ])("%s", (_, json, problem) => {
    expect(() => loadTextTokenizer(json)).toThrow(
      expect.objectContaining({ code: "TEXT_TOKENIZER_FORM", message: expect.stringContaining(problem) }),
    );
  });
});

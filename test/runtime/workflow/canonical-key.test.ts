import { describe, expect, test } from "vitest";
import { canonicalKey } from "../../../runtime/workflow/index.ts";

describe("E11: canonical keys", () => {
  test.each([
    ["the order of an object's entries", { a: 1, b: [2, 3] }, { b: [2, 3], a: 1 }],
    ["the order of a set", new Set([1, 2, "a"]), new Set(["a", 2, 1])],
    ["the order of a map", new Map([["a", 1] as const, ["b", 2] as const]), new Map([["b", 2] as const, ["a", 1]])],
    ["who made the object", { a: 1 }, Object.assign(Object.create(null), { a: 1 })],
  ])("%s does not count", (_, one, other) => {
    expect(canonicalKey(one)).toBe(canonicalKey(other));
    expect(canonicalKey(one)).not.toBeNull();
  });

  test("unlike values have unlike keys", () => {
    const values = [
      1,
      "1",
      1n,
      true,
      "true",
      null,
      undefined,
      "null",
      0,
      -0,
      [],
      [1],
      ["1"],
      [[1]],
      [1, 2],
      ["1,2"],
      new Set([1]),
      new Map([[1, 1]]),
      { 1: 1 },
      {},
      { a: undefined },
      new Uint8Array([1]),
      new Int8Array([1]),
      new Uint16Array([1]),
      Number.POSITIVE_INFINITY,
      '["a"]',
      ["a"],
    ];
    expect(new Set(values.map(canonicalKey)).size).toBe(values.length);
  });

  test.each([
    ["NaN at any depth", { a: [{ b: new Set([Number.NaN]) }] }],
    ["a function", () => 1],
    ["a symbol in a list", [Symbol("a")]],
    ["an instance of a class", { at: new Date(0) }],
    ["a deep nest", Array.from({ length: 100 }).reduce<unknown>((inner) => [inner], 1)],
  ])("%s has no key", (_, value) => {
    expect(canonicalKey(value)).toBeNull();
  });

  test("a cycle has no key, the same object twice has one", () => {
    const ring: unknown[] = [];
    ring.push({ ring });
    expect(canonicalKey(ring)).toBeNull();
    const once = { a: 1 };
    expect(canonicalKey([once, once])).toBe(canonicalKey([{ a: 1 }, { a: 1 }]));
  });

  test("a key is a text that any process makes alike", () => {
    const value = { seed: 7, words: ["a", null], bytes: new Uint8Array([1, 255]) };
    expect(canonicalKey(value)).toBe('{"bytes":Uint8Array<Af8=>,"seed":7,"words":["a",null]}');
  });
});

import { expect, test } from "vitest";
import { createRng, normals, philox, randomKey, uniformAt, uniforms } from "../../../runtime/tensor/index.ts";

test("block 0 of key 0 is the published one of Philox4x32-10", () => {
  const words = [...philox({ seed: 0, stream: 0 }, 0)].map((word) => word.toString(16));
  expect(words).toEqual(["6627e8d5", "e169c58d", "bc57ac4c", "9b00dbd8"]);
});

test("a number depends on its position alone", () => {
  const key = randomKey(7, "draw");
  const all = uniforms(key, 40);
  expect(uniforms(key, 13, 9)).toEqual(all.slice(9, 22));
  expect(Math.fround(uniformAt(key, 23))).toBe(all[23]);
});

test("all 53 bits of a seed count, and one below 2^32 gives what it always gave", () => {
  const first = (seed: number) => uniformAt(randomKey(seed, "codes"), 0);
  const high = [0, 1, 2, 2 ** 20].map((n) => 7 + n * 2 ** 32);
  expect(new Set(high.map(first)).size).toBe(4);
  expect(first(Number.MAX_SAFE_INTEGER)).not.toBe(first(0xffffffff));
  expect([0, 7, 0xffffffff, -1].map((seed) => uniformAt(randomKey(seed, "codes", 2), 5) * 2 ** 32)).toEqual([
    3867270391, 167969871, 2363326277, 2363326277,
  ]);
});

test("positions beyond 2^32 go on", () => {
  const key = randomKey(1);
  expect(uniformAt(key, 2 ** 40)).not.toBe(uniformAt(key, 0));
  expect(philox(key, 2 ** 33)).not.toEqual(philox(key, 0));
});

test("seeds and streams give other numbers, equal paths equal ones", () => {
  const first = (...path: [number, ...(string | number)[]]) => uniformAt(randomKey(...path), 0);
  expect(new Set([first(1), first(2), first(1, "a"), first(1, "b"), first(1, "a", 2)]).size).toBe(5);
  expect(first(3, "x", 1)).toBe(first(3, "x", 1));
});

/** Five standard deviations of a mean of `count` uniforms. */
const meanTolerance = (count: number) => 5 / Math.sqrt(12 * count);

test("uniforms fill [0, 1) evenly", () => {
  const count = 40_000;
  const values = uniforms(randomKey(5), count);
  const bins = new Float64Array(16);
  for (const v of values) bins[Math.floor(v * 16)] = (bins[Math.floor(v * 16)] as number) + 1;
  const expected = count / 16;
  const chiSquare = bins.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
  expect(chiSquare).toBeLessThan(37.7); // 15 degrees of freedom, one in a thousand
  expect(Math.abs(values.reduce((a, b) => a + b, 0) / count - 0.5)).toBeLessThan(meanTolerance(count));
  expect(Math.max(...values)).toBeLessThan(1);
});

test("normals have mean 0, variance 1 and a quarter beyond 1.15", () => {
  const values = normals(randomKey(9), 40_000);
  const mean = (f: (v: number) => number) => values.reduce((sum, v) => sum + f(v), 0) / values.length;
  expect(mean((v) => v)).toBeCloseTo(0, 1);
  expect(mean((v) => v * v)).toBeCloseTo(1, 1);
  expect(mean((v) => Number(Math.abs(v) > 1.1503))).toBeCloseTo(0.25, 2);
});

test("a sequence repeats with its seed; shuffle keeps the elements, integer stays in range", () => {
  const [a, b] = [createRng(4, "s"), createRng(4, "s")];
  expect([a.uniform(), a.integer(9), a.pick("abc".split(""))]).toEqual([
    b.uniform(),
    b.integer(9),
    b.pick("abc".split("")),
  ]);
  const shuffled = a.shuffle([1, 2, 3, 4, 5]);
  expect([...shuffled].sort()).toEqual([1, 2, 3, 4, 5]);
  expect(Array.from({ length: 100 }, () => a.integer(3)).every((v) => v >= 0 && v < 3)).toBe(true);
  expect(() => a.pick([])).toThrow(RangeError);
});

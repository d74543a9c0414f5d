import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromFloat32, fromInt32, toFloat32, toInt32 } from "../../../runtime/files/convert.ts";
import type { StoredTensor } from "../../../runtime/files/safetensors.ts";

const halves = (bits: readonly number[]): StoredTensor => ({
  dtype: "F16",
  shape: [bits.length],
  data: new Uint8Array(Uint16Array.from(bits).buffer),
});
const half = (value: number): number => {
  const { data } = fromFloat32(new Float32Array([value]), [1], "F16");
  return (data[0] ?? 0) | ((data[1] ?? 0) << 8);
};

describe("half precision", () => {
  test("all 65536 values survive the way to float32 and back", () => {
    const all = Array.from({ length: 65536 }, (_, bits) => bits);
    const values = toFloat32(halves(all));
    const back = toFloat32(fromFloat32(values, [65536], "F16"));
    expect(all.filter((i) => !Object.is(values[i], back[i]))).toEqual([]);
  });

  test.each([
    [1, 0x3c00],
    [-2, 0xc000],
    [65504, 0x7bff],
    [65519, 0x7bff],
    [65520, 0x7c00],
    [2 ** -24, 0x0001],
    [2 ** -25, 0x0000], // tie, to even
    [3 * 2 ** -25, 0x0002], // tie, to even
    [2 ** -25 * 1.0001, 0x0001],
    [2 ** -14 - 2 ** -25, 0x0400], // tie between the largest subnormal and the smallest normal number
    [1 + 2 ** -11, 0x3c00], // tie, to even
    [1 + 3 * 2 ** -11, 0x3c02], // tie, to even
    [1 + 2 ** -11 + 2 ** -20, 0x3c01],
    [-0, 0x8000],
    [Number.POSITIVE_INFINITY, 0x7c00],
    [Number.NaN, 0x7e00],
    [1e-40, 0x0000],
  ])("%d rounds to bits %d", (value, bits) => expect(half(value)).toBe(bits));

  test("rounding picks the nearest of the neighbours", () => {
    const table = toFloat32(halves(Array.from({ length: 0x7c00 }, (_, bits) => bits)));
    fc.assert(
      fc.property(fc.float({ min: 0, max: 65504, noNaN: true }), (x) => {
        const bits = half(x) & 0x7fff;
        const distance = (i: number) => Math.abs((table[i] ?? Number.POSITIVE_INFINITY) - x);
        expect(distance(bits)).toBeLessThanOrEqual(Math.min(distance(bits - 1), distance(bits + 1)));
      }),
      { numRuns: 1000 },
    );
  });

  test("bfloat16 ties go to the even value and infinities stay", () => {
    const values = new Float32Array([1, 1 + 2 ** -8, 1 + 3 * 2 ** -8, -Infinity, Number.NaN, 2 ** -130]);
    const back = toFloat32(fromFloat32(values, [6], "BF16"));
    expect([...back]).toEqual([1, 1, 1 + 2 ** -6, -Infinity, Number.NaN, 2 ** -130]);
  });
});

describe("conversions", () => {
  const view = (data: ArrayBufferView, dtype: StoredTensor["dtype"], length: number): StoredTensor => {
    const shifted = new Uint8Array(data.byteLength + 1); // starts at an odd byte
    shifted.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 1);
    return { dtype, shape: [length], data: shifted.subarray(1) };
  };

  test("float32 is exact and a copy", () => {
    fc.assert(
      fc.property(fc.float32Array(), (values) => {
        expect(toFloat32(view(values, "F32", values.length))).toEqual(values);
      }),
    );
  });

  test("the other types are read", () => {
    expect([...toFloat32(view(new Int8Array([-1, 2]), "I8", 2))]).toEqual([-1, 2]);
    expect([...toFloat32(view(new Float64Array([0.1]), "F64", 1))]).toEqual([Math.fround(0.1)]);
    expect([...toInt32(view(new BigInt64Array([-5n, 2n ** 31n - 1n]), "I64", 2))]).toEqual([-5, 2147483647]);
    expect([...toInt32(view(new Uint8Array([0, 255]), "U8", 2))]).toEqual([0, 255]);
    expect([...toInt32(fromInt32(new Int32Array([-(2 ** 31)]), [1]))]).toEqual([-(2 ** 31)]);
  });

  test("a value outside 32 bits is refused by name and place", () => {
    const big = view(new BigInt64Array([1n, 2n ** 31n]), "I64", 2);
    expect(() => toInt32(big, "ids")).toThrow('"ids" holds 2147483648 at position 1');
    expect(() => toInt32(view(new Uint32Array([2 ** 31]), "U32", 1))).toThrow("outside the 32-bit integers");
  });

  test("a type that does not fit is refused", () => {
    expect(() => toFloat32(view(new Int32Array([1]), "I32", 1), "w")).toThrow('"w" holds I32');
    expect(() => toInt32(view(new Float32Array([1]), "F32", 1))).toThrow("cannot be read as int32");
    expect(() => fromFloat32(new Float32Array(3), [2])).toThrow("needs 2 values, it has 3");
  });
});

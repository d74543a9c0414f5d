import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NextscaleError } from "../../../runtime/errors.ts";
import { fromFloat32, fromInt32, toFloat32 } from "../../../runtime/files/convert.ts";
import { encodeSafetensors, parseSafetensors, type StoredTensor } from "../../../runtime/files/safetensors.ts";
import { DTYPE_BYTES, MAX_HEADER_BYTES } from "../../../runtime/files/safetensors-layout.ts";

/** A file with this header text and this many bytes of data. */
function file(header: string | Uint8Array, dataBytes = 0, claimed?: bigint): Uint8Array {
  const json = typeof header === "string" ? new TextEncoder().encode(header) : header;
  const out = new Uint8Array(8 + json.length + dataBytes);
  new DataView(out.buffer).setBigUint64(0, claimed ?? BigInt(json.length), true);
  out.set(json, 8);
  return out;
}

/** An entry of type F32. */
const f32 = (shape: unknown, begin: unknown, end: unknown) => ({ dtype: "F32", shape, data_offsets: [begin, end] });

function check(bytes: Uint8Array, code: string, sentence: RegExp): void {
  let error: unknown;
  try {
    parseSafetensors(bytes, "w.safetensors");
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(NextscaleError);
  if (!(error instanceof NextscaleError)) return;
  expect(error.code).toBe(code);
  expect(error.message).toMatch(sentence);
  expect(error.message).toContain("w.safetensors");
}

const stored: fc.Arbitrary<StoredTensor> = fc
  .record({
    dtype: fc.constantFrom(...(Object.keys(DTYPE_BYTES) as (keyof typeof DTYPE_BYTES)[])),
    shape: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }),
  })
  .chain(({ dtype, shape }) => {
    const bytes = shape.reduce((a, b) => a * b, 1) * DTYPE_BYTES[dtype];
    return fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((data) => ({ dtype, shape, data }));
  });
const tensorName = fc.string().filter((name) => !["__metadata__", "__proto__"].includes(name));

describe("parseSafetensors", () => {
  test("reads what encodeSafetensors wrote, at any alignment", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(tensorName, stored), { maxLength: 5 }),
        fc.integer({ min: 0, max: 7 }),
        (list, shift) => {
          const tensors = new Map(list);
          const bytes = encodeSafetensors(tensors, { format: "pt" });
          const moved = new Uint8Array(bytes.length + shift);
          moved.set(bytes, shift);
          const read = parseSafetensors(Buffer.from(moved.buffer, shift), "f");
          expect(new Map([...read].sort())).toEqual(new Map([...tensors].sort()));
        },
      ),
      { numRuns: 200 },
    );
  });

  test("reads the fixture another program wrote", () => {
    const tensors = parseSafetensors(readFileSync("test/fixtures/nextflow-tiny/model.safetensors"), "model");
    const weight = tensors.get("vision.codebook.pixel.weight");
    expect(weight?.shape).toHaveLength(2);
    if (weight !== undefined) expect(toFloat32(weight).every(Number.isFinite)).toBe(true);
  });

  test("does not copy the data", () => {
    const bytes = encodeSafetensors(new Map([["a", fromInt32(new Int32Array([1]), [1])]]));
    expect(parseSafetensors(bytes, "f").get("a")?.data.buffer).toBe(bytes.buffer);
  });

  const duplicated = `{"a":${JSON.stringify(f32([1], 0, 4))},"a":${JSON.stringify(f32([1], 0, 4))}}`;
  const cases: readonly (readonly [string, Uint8Array, string, RegExp])[] = [
    ["an empty file", new Uint8Array(0), "HEADER", /has 0 bytes/],
    ["a header longer than the file", file("{}", 0, 99n), "HEADER", /claims 99 bytes, the file has 10/],
    ["a header beyond the limit", file("{}", 0, 2n ** 63n), "HEADER", new RegExp(String(MAX_HEADER_BYTES))],
    ["a header that is not UTF-8", file(new Uint8Array([0x7b, 0xff, 0x7d])), "HEADER", /not JSON in UTF-8/],
    ["a header that is not JSON", file("{,}"), "HEADER", /not JSON/],
    ["a header that is deeply nested", file("[".repeat(200_000)), "HEADER", /not JSON/],
    ["a header that is a list", file("[]"), "HEADER", /not a JSON object/],
    ["a name that stands twice", file(duplicated, 4), "HEADER", /stands twice/],
    ["metadata that is not text", file('{"__metadata__":{"a":1}}'), "HEADER", /metadata/],
    ["__proto__ as metadata", file('{"__metadata__":{"__proto__":"x"}}'), "HEADER", /metadata/],
    ["__proto__ as a name", file(`{"__proto__":${JSON.stringify(f32([1], 0, 4))}}`, 4), "TENSOR", /not allowed/],
    ["__proto__ in an entry", file('{"a":{"__proto__":1,"dtype":"F32","shape":[]}}'), "TENSOR", /exactly dtype/],
    ["an entry that is no object", file('{"a":7}'), "TENSOR", /not a JSON object/],
    ["an unknown type", file('{"a":{"dtype":"F3","shape":[],"data_offsets":[0,1]}}', 1), "TENSOR", /"F3" is unknown/],
    ["a type of Object", file('{"a":{"dtype":"toString","shape":[],"data_offsets":[0,1]}}', 1), "TENSOR", /unknown/],
    ...[[-1], [1.5], ["2"], [1e300], [2 ** 40, 2 ** 40], [null]].map(
      (shape) => [`the shape ${shape}`, file(JSON.stringify({ a: f32(shape, 0, 4) }), 4), "TENSOR", /shape/] as const,
    ),
    ["a shape that is no list", file(JSON.stringify({ a: f32(4, 0, 4) }), 4), "TENSOR", /not a list/],
    ["offsets that fall", file(JSON.stringify({ a: f32([1], 4, 0) }), 4), "TENSOR", /rising/],
    ["offsets beside the shape", file(JSON.stringify({ a: f32([2], 0, 4) }), 4), "TENSOR", /needs 8 bytes/],
    ["a tensor beyond the end", file(JSON.stringify({ a: f32([2], 0, 8) }), 4), "LAYOUT", /byte 8 of 4/],
    ["an overlap", file(JSON.stringify({ a: f32([2], 0, 8), b: f32([1], 4, 8) }), 8), "LAYOUT", /overlap at byte 4/],
    ["a gap", file(JSON.stringify({ a: f32([1], 0, 4), b: f32([1], 8, 12) }), 12), "LAYOUT", /4 to 8/],
    ["bytes at the end", file(JSON.stringify({ a: f32([1], 0, 4) }), 6), "LAYOUT", /2 bytes are left over/],
  ];
  test.each(cases)("refuses %s", (_, bytes, code, sentence) => check(bytes, `SAFETENSORS_${code}`, sentence));

  test("a damaged file parses or is refused with a typed error", () => {
    const good = encodeSafetensors(
      new Map([
        ["a", fromFloat32(new Float32Array([1, 2, 3, 4]), [2, 2])],
        ["b", fromFloat32(new Float32Array([1, 2]), [2], "F16")],
        ["c", fromInt32(new Int32Array([7]), [1])],
      ]),
      { format: "pt" },
    );
    const edit = fc.oneof(
      fc.record({
        kind: fc.constant("set" as const),
        at: fc.nat(good.length - 1),
        byte: fc.integer({ min: 0, max: 255 }),
      }),
      fc.record({
        kind: fc.constant("digit" as const),
        at: fc.nat(good.length - 1),
        byte: fc.integer({ min: 48, max: 57 }),
      }),
      fc.record({ kind: fc.constant("cut" as const), at: fc.nat(good.length - 1), byte: fc.nat(20) }),
      fc.record({
        kind: fc.constant("insert" as const),
        at: fc.nat(good.length - 1),
        byte: fc.integer({ min: 32, max: 126 }),
      }),
    );
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        let bytes = [...good];
        for (const { kind, at, byte } of edits) {
          if (kind === "cut") bytes = [...bytes.slice(0, at), ...bytes.slice(at + byte)];
          else bytes.splice(at, kind === "insert" ? 0 : 1, byte);
        }
        try {
          for (const tensor of parseSafetensors(Uint8Array.from(bytes), "f").values()) toFloat32(tensor);
        } catch (error) {
          if (!(error instanceof NextscaleError)) throw error;
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe("encodeSafetensors", () => {
  test("equal tensors in another order give equal bytes", () => {
    const a = fromFloat32(new Float32Array([1]), [1], "F16");
    const b = fromFloat32(new Float32Array([2]), [1]);
    const ab = new Map([
      ["a", a],
      ["b", b],
    ] as const);
    const ba = new Map([
      ["b", b],
      ["a", a],
    ] as const);
    expect(encodeSafetensors(ab)).toEqual(encodeSafetensors(ba));
  });

  const one = fromInt32(new Int32Array([1]), [1]);
  test.each([
    ["__proto__", one, /reserved/],
    ["__metadata__", one, /reserved/],
    ["a", { ...one, shape: [2] }, /needs 8 bytes, its data has 4/],
    ["a", { ...one, shape: [-1] }, /whole numbers/],
  ])("refuses %s %#", (name, tensor, sentence) => {
    expect(() => encodeSafetensors(new Map([[name, tensor]]))).toThrow(sentence);
  });
});

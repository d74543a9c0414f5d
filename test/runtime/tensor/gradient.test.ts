import { beforeAll, expect, test } from "vitest";
import type { Backend } from "../../../runtime/backends/backend.ts";
import { createTfjsBackend } from "../../../runtime/backends/tfjs/index.ts";
import { checkProgram } from "../../../runtime/tensor/check.ts";
import { constant, f32, gradient, input, print, program, scalar, type Tensor } from "../../../runtime/tensor/index.ts";
import { caseProgram, inner, runOnce, slopes } from "../../conformance/case.ts";
import { functionCases } from "../../conformance/functions.ts";
import { primitiveCases } from "../../conformance/primitives.ts";
import { exactly } from "../../conformance/sample.ts";

/** Of 1 + slope: a central difference of step 0.01 leaves out a cubic term of 1e-4, and float32 adds as much. */
const SLOPE_TOLERANCE = 1e-3;

let oracle: Backend;
beforeAll(async () => {
  oracle = await createTfjsBackend({ device: "cpu" });
});

test.each(Object.entries({ ...primitiveCases, ...functionCases }))(
  "the gradient of %s is the slope of its value",
  async (_, all) => {
    const cases = all.filter((c) => c.notSmooth === undefined);
    const [gradients, measured] = [await runOnce(oracle, caseProgram(cases)), await slopes(oracle, cases)];
    for (const [name, { direction, slope }] of Object.entries(measured)) {
      const got = inner((gradients[name] as typeof direction).data, direction.data);
      expect(Math.abs(got - slope) / (1 + Math.abs(slope)), name).toBeLessThan(SLOPE_TOLERANCE);
    }
  },
);

/** The gradient of the sum of `f` at points where there is a choice. */
const decisions: readonly {
  readonly title: string;
  readonly f: (...x: Tensor[]) => Tensor;
  readonly at: readonly (readonly number[])[];
  readonly want: readonly (readonly number[])[];
}[] = [
  { title: "abs is flat at 0", f: (x) => x.abs(), at: [[-2, 0, 3]], want: [[-1, 0, 1]] },
  { title: "equal maxima share", f: (x) => x.max(), at: [[1, 4, 4, 4]], want: [[0, 1 / 3, 1 / 3, 1 / 3]] },
  {
    title: "the second of equal operands of maximum takes all",
    f: (a, b) => a.maximum(b),
    at: [
      [1, 2, 3],
      [3, 2, 1],
    ],
    want: [
      [0, 0, 1],
      [1, 1, 0],
    ],
  },
  {
    title: "the second of equal operands of minimum takes all",
    f: (a, b) => a.minimum(b),
    at: [
      [1, 2, 3],
      [3, 2, 1],
    ],
    want: [
      [1, 0, 0],
      [0, 1, 1],
    ],
  },
  { title: "nothing passes stopGradient", f: (x) => x.mul(x.stopGradient()), at: [[2, 3]], want: [[2, 3]] },
  { title: "nothing passes integers", f: (x) => x.mul(x.cast("i32").cast("f32")), at: [[2.5, -3.5]], want: [[2, -3]] },
  {
    title: "floor, round and sign are flat",
    f: (x) => x.floor().add(x.round()).add(x.sign()),
    at: [[0.3, -1.7]],
    want: [[0, 0]],
  },
  {
    title: "what the loss does not use gets zeros",
    f: (x) => x,
    at: [
      [1, 2],
      [3, 4],
    ],
    want: [
      [1, 1],
      [0, 0],
    ],
  },
];

test.each(decisions.map((d) => [d.title, d] as const))("%s", async (_, { f, at, want }) => {
  const xs = at.map((values, i) => input(`x${i}`, [values.length]));
  const outputs = Object.fromEntries(gradient(f(...xs).sum(), xs).map((g, i) => [`d${i}`, g]));
  const inputs = Object.fromEntries(at.map((values, i) => [`x${i}`, exactly(f32(values, [values.length]))(0)]));
  const got = await runOnce(oracle, { program: checkProgram(program(xs, outputs)), inputs });
  expect(at.map((_, i) => [...(got[`d${i}`]?.data ?? [])])).toEqual(want.map((values) => values.map(Math.fround)));
});

test("the gradient of a matrix product is two matrix products", () => {
  const [x, w] = [input("x", ["rows", 3]), input("w", [3, 2])];
  const [dx, dw] = gradient(x.matmul(w).sum(), [x, w]) as [Tensor, Tensor];
  expect(print(checkProgram(program([x, w], { dx, dw })))).toBe(
    [
      "%0 = constant() f32[]",
      "%1 = reshape(%0) f32[1, 1]",
      "%2 = expand(%1) f32[rows, 2]",
      '%3 = input(name="w") f32[3, 2]',
      "%4 = matmul(%2, %3; transposeA=false, transposeB=true) f32[rows, 3]",
      '%5 = input(name="x") f32[rows, 3]',
      "%6 = matmul(%5, %2; transposeA=true, transposeB=false) f32[3, 2]",
      "return dx: %4, dw: %6",
    ].join("\n"),
  );
});

test("a gradient starts from one number", () => {
  const x = input("x", [2]);
  expect(() => gradient(x, [x])).toThrowError(expect.objectContaining({ code: "TENSOR_NOT_SCALAR" }));
});

test("a long chain has a gradient without deep recursion", () => {
  const x = input("x", []);
  let y = x;
  for (let i = 0; i < 20_000; i++) y = y.add(constant(f32([1], [])));
  expect(gradient(y.mul(scalar(2)), [x])).toHaveLength(1);
});

import { expect, test } from "vitest";
import type { Backend, DeviceTensor } from "../../../runtime/backends/backend.ts";
import { createOnnxBackend } from "../../../runtime/backends/onnx/index.ts";
import { createTfjsBackend } from "../../../runtime/backends/tfjs/index.ts";
import { checkProgram } from "../../../runtime/tensor/check.ts";
import type { HostTensor } from "../../../runtime/tensor/index.ts";
import { difference } from "../../conformance/case.ts";
import { webgpuProblem } from "../../conformance/webgpu.ts";
import { toyStep } from "./toy.ts";

/** What the issue asks of weights after a step; Adam's quotient turns rounding of near-zero gradients into most of it. */
const WEIGHT_TOLERANCE = 1e-4;
const STEPS = 3;

const toy = toyStep();

/** Everything that comes out of step `STEPS`, carried weights kept on the device between. */
async function train(backend: Backend): Promise<Readonly<Record<string, HostTensor>>> {
  const executable = await backend.compile(toy.program, { keep: toy.carried });
  let inputs: Record<string, HostTensor | DeviceTensor> = { ...toy.inputs };
  let out: Readonly<Record<string, DeviceTensor>> = {};
  for (let step = 1; step <= STEPS; step++) {
    out = await executable.run({ ...inputs, step: { dtype: "f32", shape: [], data: Float32Array.of(step) } });
    inputs = { ...toy.inputs, ...Object.fromEntries(toy.carried.map((name) => [name, out[name] as DeviceTensor])) };
  }
  const read: Record<string, HostTensor> = {};
  for (const [name, value] of Object.entries(out)) read[name] = await value.read();
  await executable.release();
  await backend.close();
  return read;
}

const oracle = train(await createTfjsBackend({ device: "cpu" }));

async function checkSame(backend: Backend): Promise<void> {
  const [got, want] = [await train(backend), await oracle];
  const off = Object.entries(want).map(([name, value]) => [name, difference(got[name] as HostTensor, value)] as const);
  expect(off.filter(([, by]) => by > WEIGHT_TOLERANCE)).toEqual([]);
}

test("the step is a legal program that lowers the loss and changes every weight", async () => {
  checkProgram(toy.program);
  const after = await oracle;
  expect((after.loss?.data[0] as number) < 3).toBe(true);
  for (const name of toy.carried)
    expect(difference(after[name] as HostTensor, toy.inputs[name] as HostTensor), name).toBeGreaterThan(0);
});

test("training steps give the same weights on onnx cpu as on tfjs", () => checkSame(createOnnxBackend()));

test("training steps give the same weights on tfjs wasm as on tfjs cpu", async () =>
  checkSame(await createTfjsBackend({ device: "wasm" })));

const skip = await webgpuProblem();
test.skipIf(skip)(
  `training steps give the same weights on onnx webgpu as on tfjs${skip ? ` (skipped: ${skip})` : ""}`,
  () => checkSame(createOnnxBackend({ device: "webgpu" })),
);

test("training steps give the same bytes every time on the cpu", async () => {
  const [first, second] = [await train(createOnnxBackend()), await train(createOnnxBackend())];
  expect(second).toEqual(first);
});

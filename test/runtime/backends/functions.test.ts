import { afterAll, expect, test } from "vitest";
import { fused } from "../../../runtime/backends/onnx/fused/index.ts";
import { createOnnxBackend } from "../../../runtime/backends/onnx/index.ts";
import { type Program, Tensor } from "../../../runtime/tensor/index.ts";
import { type Case, caseProgram, difference, runOnce } from "../../conformance/case.ts";
import { functionCases } from "../../conformance/functions.ts";

/** A fast operator may take another path to the exponential or the error function. */
const FUSED_TOLERANCE = 2e-6;

const backend = createOnnxBackend();
afterAll(() => backend.close());

/** The same program with no function known by name: bodies only. */
function bodies({ inputs, outputs, nodes }: Program): Program {
  const plain = new Map<Tensor, Tensor>();
  const at = (x: Tensor) => plain.get(x) as Tensor;
  for (const x of nodes) plain.set(x, Tensor.of(x.op, x.inputs.map(at), x.attributes));
  const named = Object.entries(outputs).map(([name, x]) => [name, at(x)] as const);
  return { inputs, outputs: Object.fromEntries(named), nodes: [...plain.values()] };
}

test.each(Object.keys(fused))("%s in one operator equals its body", async (name) => {
  const whole = caseProgram(functionCases[name] as readonly Case[], { gradients: false });
  expect(whole.program.nodes.some((x) => x.call?.name === name)).toBe(true);
  const [fast, plain] = [
    await runOnce(backend, whole),
    await runOnce(backend, { ...whole, program: bodies(whole.program) }),
  ];
  for (const [output, value] of Object.entries(plain))
    expect(difference(fast[output] as typeof value, value), output).toBeLessThanOrEqual(FUSED_TOLERANCE);
});

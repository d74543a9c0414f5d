import { tensorErrors } from "./errors.ts";
import { ops } from "./ops/index.ts";
import type { OpRow } from "./ops/row.ts";
import { inputName, type Program } from "./program.ts";
import { sameShape } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

/**
 * Returns `program` if it is legal: every tensor stands once and after its operands, its type is what the row of its
 * primitive says, inputs are declared with their types and one name stands for one input, and outputs and arguments of
 * named functions are part of it. Throws TENSOR_ILLEGAL_PROGRAM.
 */
export function checkProgram(program: Program): Program {
  const seen = new Set<Tensor>();
  const inputs = new Map<string, Tensor>();
  for (const [i, x] of program.nodes.entries()) {
    const problem = wrongOrder(x, seen) ?? wrongType(x) ?? wrongInput(x, program, inputs);
    if (problem) throw tensorErrors.ILLEGAL_PROGRAM({ problem, at: `%${i} (${x})` });
    seen.add(x);
  }
  for (const [name, x] of Object.entries(program.outputs))
    if (!seen.has(x))
      throw tensorErrors.ILLEGAL_PROGRAM({ problem: "nothing computes it", at: `the output "${name}"` });
  return program;
}

function wrongOrder(x: Tensor, seen: ReadonlySet<Tensor>): string | undefined {
  if (seen.has(x)) return "it stands twice";
  const early = x.inputs.findIndex((operand) => !seen.has(operand));
  return early < 0 ? undefined : `its operand ${early} does not stand before it`;
}

function wrongType(x: Tensor): string | undefined {
  const row: OpRow<never> = ops[x.op];
  const { shape, dtype } = row.result(x.inputs, x.attributes as never, x.op);
  const fits = dtype === x.dtype && sameShape(shape, x.shape);
  return fits ? undefined : `its row says ${dtype}[${shape.join(", ")}]`;
}

function wrongInput(x: Tensor, { inputs }: Program, seen: Map<string, Tensor>): string | undefined {
  if (x.op !== "input") return undefined;
  const name = inputName(x);
  const declared = inputs[name];
  if (!declared) return `the input "${name}" is not declared`;
  if (declared.dtype !== x.dtype || !sameShape(declared.shape, x.shape))
    return `the input "${name}" is declared otherwise`;
  if (seen.has(name)) return `another input is also named "${name}"`;
  seen.set(name, x);
  return undefined;
}

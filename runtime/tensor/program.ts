import { tensorErrors } from "./errors.ts";
import type { TensorType } from "./ops/row.ts";
import type { OpAttributes } from "./ops/set.ts";
import { show } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

/** A computation from named inputs to named outputs. `nodes` holds every tensor once, operands first. */
export interface Program {
  readonly inputs: Readonly<Record<string, TensorType>>;
  readonly outputs: Readonly<Record<string, Tensor>>;
  readonly nodes: readonly Tensor[];
}

/**
 * The program that computes `outputs`. `inputs` lists every input tensor it may read, those unused too. Throws
 * TENSOR_UNDECLARED_INPUT for one that it reads beyond those.
 */
export function program(inputs: readonly Tensor[], outputs: Readonly<Record<string, Tensor>>): Program {
  const declared = new Map(inputs.map((x) => [inputName(x), x]));
  const nodes = sortedNodes(Object.values(outputs), (x) => x.inputs);
  for (const x of nodes)
    if (x.op === "input" && declared.get(inputName(x)) !== x)
      throw tensorErrors.UNDECLARED_INPUT({ name: inputName(x) });
  const types = [...declared].map(([name, { shape, dtype }]) => [name, { shape, dtype }] as const);
  return { inputs: Object.fromEntries(types), outputs, nodes };
}

/** The name under which an input tensor is given. */
export const inputName = (x: Tensor): string => (x.attributes as OpAttributes["input"]).name;

/** All tensors that `roots` need, operands before their users. Iterative, so that depth is no limit. */
export function sortedNodes(roots: readonly Tensor[], operands: (x: Tensor) => readonly Tensor[]): readonly Tensor[] {
  const done = new Set<Tensor>();
  const stack = [...roots].reverse();
  while (stack.length > 0) {
    const x = stack[stack.length - 1] as Tensor;
    const waiting = done.has(x) ? [] : operands(x).filter((i) => !done.has(i));
    if (waiting.length === 0) {
      done.add(x);
      stack.pop();
    } else stack.push(...waiting.reverse());
  }
  return [...done];
}

/** One call a line with its shape, e.g. `%2 = add(%0, %1) f32[2, 3]`; function names follow in brackets. */
export function print({ nodes, outputs }: Program): string {
  const ids = new Map(nodes.map((x, i) => [x, `%${i}`]));
  const lines = nodes.map((x) => {
    const operands = x.inputs.map((i) => ids.get(i)).join(", ");
    const call = x.call ? ` [${x.call.name}]` : "";
    return `${ids.get(x)} = ${x.op}(${operands}${settings(x)}) ${x.dtype}${show(x.shape)}${call}`;
  });
  const returns = Object.entries(outputs).map(([name, x]) => `${name}: ${ids.get(x)}`);
  return [...lines, `return ${returns.join(", ")}`].join("\n");
}

function settings(x: Tensor): string {
  if (x.op === "constant") return "";
  const shown = Object.entries(x.attributes).filter(([key]) => key !== "shape" && key !== "dtype");
  const text = shown.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(", ");
  return text && x.inputs.length > 0 ? `; ${text}` : text;
}

import { type HostTensor, inputName, type Program, sortedNodes, type Tensor } from "../../tensor/index.ts";
import type { OpName } from "../../tensor/ops/set.ts";
import { bytesOf, createEmitter, type DimSource } from "./emitter.ts";
import { exceptions } from "./exceptions.ts";
import { type Fused, fused } from "./fused/index.ts";
import { type Lower, lower } from "./lower.ts";
import { encodeModel, type OnnxNode, type OnnxTensor, type OnnxValue } from "./proto.ts";

/** Names of a program's ends within its ONNX graph: a name may be both an input and an output of the program. */
export const inputId = (name: string): string => `in.${name}`;
export const outputId = (name: string): string => `out.${name}`;

/** The ONNX model of `program` for `device`; inputs named in `bind` become constants of the model. */
export function toOnnx(program: Program, bind: Readonly<Record<string, HostTensor>>, device: string): Uint8Array {
  const lowering = { ...lower, ...exceptions[device] };
  const nodes: OnnxNode[] = [];
  const initializers: OnnxTensor[] = [];
  const emit = createEmitter(nodes, initializers, dimSources(program));
  const names = new Map<Tensor, string>();
  const nameOf = (x: Tensor) => names.get(x) as string;

  for (const x of sortedNodes(Object.values(program.outputs), operands)) {
    const fast = fusedForm(x);
    const inputs = operands(x).map(nameOf);
    if (x.op === "input") names.set(x, inputId(inputName(x)));
    else if (fast && x.call) names.set(x, fast.emit(emit, inputs, x.call));
    else
      names.set(
        x,
        (lowering[x.op as Exclude<OpName, "input">] as Lower<unknown>)({ emit, inputs, attributes: x.attributes, x }),
      );
  }
  for (const [name, x] of Object.entries(program.outputs))
    nodes.push({ op: "Identity", domain: "", inputs: [nameOf(x)], outputs: [outputId(name)], attributes: {} });

  const inputs = Object.entries(program.inputs).flatMap(([name, { dtype, shape }]): OnnxValue[] => {
    const value = bind[name];
    if (!value) return [{ name: inputId(name), type: dtype, shape }];
    initializers.push({ name: inputId(name), type: dtype, dims: value.shape, data: bytesOf(value.data) });
    return [];
  });
  const outputs = Object.entries(program.outputs).map(([name, { dtype, shape }]) => ({
    name: outputId(name),
    type: dtype,
    shape,
  }));
  return encodeModel({ nodes, initializers, inputs, outputs });
}

/** Where each named dimension is first seen among the inputs. */
function dimSources({ inputs }: Program): ReadonlyMap<string, DimSource> {
  const found = Object.entries(inputs).flatMap(([name, { shape }]) =>
    shape.flatMap((dim, axis) => (typeof dim === "string" ? [[dim, { value: inputId(name), axis }] as const] : [])),
  );
  return new Map(found.reverse());
}

/** The engine's own operator for a named function, where it has one that accepts this call. */
function fusedForm(x: Tensor): Fused | undefined {
  const form = x.call && fused[x.call.name];
  return form && x.call && form.accepts(x.call, x) === true ? form : undefined;
}

/** What must be computed before `x`: a fused function needs its arguments only. */
const operands = (x: Tensor): readonly Tensor[] => (x.call && fusedForm(x) ? x.call.inputs : x.inputs);

import { type Dim, foldDim, type HostTensor, isStatic, type Shape } from "../../tensor/index.ts";
import type { Attribute, ElementType, OnnxNode, OnnxTensor } from "./proto.ts";

/** Collects the nodes and constants of one ONNX graph while a program is lowered. */
export interface Emitter {
  /** Adds a node with one result and returns the result's name. */
  node(
    op: string,
    inputs: readonly string[],
    attributes?: Readonly<Record<string, Attribute>>,
    domain?: string,
  ): string;
  /** Adds a node of which only result `index` (of `index + 1` results) is wanted. */
  result(op: string, index: number, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>>): string;
  /** A constant of the program. */
  constant(value: HostTensor): string;
  /** An i64 vector (shapes, axes), or a scalar. */
  integers(values: readonly number[] | number): string;
  /** The i64 vector of a shape's sizes, named ones looked up when the program runs. */
  sizes(shape: Shape): string;
}

export const MICROSOFT = "com.microsoft";

/** Where the number of a named dimension is found: an axis of a value of the graph. */
export interface DimSource {
  readonly value: string;
  readonly axis: number;
}

export function createEmitter(
  nodes: OnnxNode[],
  initializers: OnnxTensor[],
  dims: ReadonlyMap<string, DimSource>,
): Emitter {
  let count = 0;
  const integerNames = new Map<string, string>();
  const fresh = () => `t${count++}`;
  const addConstant = (type: ElementType, dims: readonly number[], data: Uint8Array) => {
    const name = fresh();
    initializers.push({ name, type, dims, data });
    return name;
  };
  const node: Emitter["node"] = (op, inputs, attributes = {}, domain = "") => {
    const name = fresh();
    nodes.push({ op, domain, inputs, outputs: [name], attributes });
    return name;
  };
  const integers: Emitter["integers"] = (values) => {
    const key = JSON.stringify(values);
    const list = typeof values === "number" ? [values] : values;
    const shape = typeof values === "number" ? [] : [list.length];
    const make = () => addConstant("i64", shape, bytesOf(BigInt64Array.from(list, (v) => BigInt(v))));
    const name = integerNames.get(key) ?? make();
    integerNames.set(key, name);
    return name;
  };
  const known = (name: string): string => {
    const source = dims.get(name);
    if (!source) throw new RangeError(`No input tells the size of the dimension "${name}".`);
    return node("Shape", [source.value], { start: source.axis, end: source.axis + 1 });
  };
  const size = (dim: Dim): string => {
    if (typeof dim === "string" && dims.has(dim)) return known(dim);
    return foldDim(dim, {
      name: known,
      number: (n) => integers([n]),
      sum: (a, b) => node("Add", [a, b]),
      product: (a, b) => node("Mul", [a, b]),
    });
  };
  return {
    node,
    result: (op, index, inputs, attributes) => {
      const names = Array.from({ length: index + 1 }, fresh);
      nodes.push({ op, domain: "", inputs, outputs: names, attributes });
      return names[index] as string;
    },
    constant: ({ dtype, shape, data }) => addConstant(dtype, shape, bytesOf(data)),
    integers,
    sizes: (shape) => (isStatic(shape) ? integers(shape) : node("Concat", shape.map(size), { axis: 0 })),
  };
}

export const bytesOf = (data: ArrayBufferView): Uint8Array =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

/**
 * Writes the part of the ONNX file format that programs need (onnx.proto3, IR version 10): a protobuf message is a run
 * of (field number, wire type, value).
 */
export interface OnnxTensor {
  readonly name: string;
  readonly type: ElementType;
  readonly dims: readonly number[];
  /** Little-endian elements. */
  readonly data: Uint8Array;
}

export const elementTypes = { f32: 1, i32: 6, i64: 7, bool: 9 } as const;
export type ElementType = keyof typeof elementTypes;

export type Attribute = number | string | readonly number[] | { readonly float: number };

export interface OnnxNode {
  readonly op: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

export interface OnnxValue {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly (number | string)[];
}

export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

const OPSET = 21;

/** The bytes of a `ModelProto` around `graph`. */
export function encodeModel(graph: OnnxGraph): Uint8Array {
  const opset = (domain: string, version: number) => message(8, [text(1, domain), integer(2, version)]);
  return join([
    integer(1, 10),
    text(2, "nextscale"),
    opset("", OPSET),
    opset("com.microsoft", 1),
    message(7, [
      ...graph.nodes.map(encodeNode),
      text(2, "program"),
      ...graph.initializers.map(encodeTensor),
      ...graph.inputs.map((v) => encodeValue(11, v)),
      ...graph.outputs.map((v) => encodeValue(12, v)),
    ]),
  ]);
}

const encodeNode = (node: OnnxNode): Uint8Array =>
  message(1, [
    ...node.inputs.map((name) => text(1, name)),
    ...node.outputs.map((name) => text(2, name)),
    text(4, node.op),
    ...Object.entries(node.attributes).map(([name, value]) => encodeAttribute(name, value)),
    text(7, node.domain),
  ]);

function encodeAttribute(name: string, value: Attribute): Uint8Array {
  const [type, ...fields] =
    typeof value === "number"
      ? [2, integer(3, value)]
      : typeof value === "string"
        ? [3, text(4, value)]
        : "float" in value
          ? [1, float(2, value.float)]
          : [7, ...value.map((v) => integer(8, v))];
  return message(5, [text(1, name), ...(fields as Uint8Array[]), integer(20, type as number)]);
}

const encodeTensor = ({ name, type, dims, data }: OnnxTensor): Uint8Array =>
  message(5, [...dims.map((d) => integer(1, d)), integer(2, elementTypes[type]), text(8, name), bytes(9, data)]);

function encodeValue(field: number, { name, type, shape }: OnnxValue): Uint8Array {
  const dims = shape.map((d) => message(1, [typeof d === "number" ? integer(1, d) : text(2, d)]));
  const tensor = message(1, [integer(1, elementTypes[type]), message(2, dims)]);
  return message(field, [text(1, name), message(2, [tensor])]);
}

const message = (field: number, fields: readonly Uint8Array[]): Uint8Array => bytes(field, join(fields));

const text = (field: number, value: string): Uint8Array => bytes(field, new TextEncoder().encode(value));

const bytes = (field: number, data: Uint8Array): Uint8Array =>
  join([varint(BigInt(field * 8 + 2)), varint(BigInt(data.length)), data]);

const integer = (field: number, value: number): Uint8Array =>
  join([varint(BigInt(field * 8)), varint(BigInt.asUintN(64, BigInt(value)))]);

const float = (field: number, value: number): Uint8Array =>
  join([varint(BigInt(field * 8 + 5)), new Uint8Array(Float32Array.of(value).buffer)]);

function varint(value: bigint): Uint8Array {
  const out: number[] = [];
  let rest = value;
  do {
    const more = rest > 127n;
    out.push(Number(rest & 127n) + (more ? 128 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Uint8Array.from(out);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

import type { DType, HostTensor } from "../dtype.ts";
import type { Shape } from "../shape.ts";
import type { MatmulAttributes } from "./matmul.ts";
import type { PadAttributes, SliceAttributes } from "./movement.ts";
import type { AxisAttributes, ReduceAttributes } from "./reduce.ts";
import type { None, TensorType } from "./row.ts";

/** The closed set of primitives and what each is told beside its operands. Rows, backends and tests are total over it. */
export interface OpAttributes {
  readonly input: TensorType & { readonly name: string };
  readonly constant: { readonly value: HostTensor };
  readonly neg: None;
  readonly exp: None;
  readonly log: None;
  readonly sqrt: None;
  readonly sin: None;
  readonly cos: None;
  readonly tanh: None;
  readonly sigmoid: None;
  readonly erf: None;
  readonly abs: None;
  readonly sign: None;
  readonly floor: None;
  readonly round: None;
  readonly add: None;
  readonly sub: None;
  readonly mul: None;
  readonly div: None;
  readonly maximum: None;
  readonly minimum: None;
  readonly less: None;
  readonly equal: None;
  readonly and: None;
  readonly where: None;
  readonly cast: { readonly to: DType };
  readonly stopGradient: None;
  readonly sum: ReduceAttributes;
  readonly max: ReduceAttributes;
  readonly argMax: AxisAttributes;
  readonly topK: { readonly k: number };
  readonly cumsum: None;
  readonly reshape: { readonly shape: Shape };
  readonly transpose: { readonly order: readonly number[] };
  readonly expand: { readonly shape: Shape };
  readonly concat: AxisAttributes;
  readonly slice: SliceAttributes;
  readonly pad: PadAttributes;
  readonly matmul: MatmulAttributes;
  readonly gather: None;
  readonly scatterAdd: { readonly rows: number };
  readonly takeAlong: None;
  readonly putAlong: { readonly size: number };
}

export type OpName = keyof OpAttributes;

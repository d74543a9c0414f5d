import type { DType } from "../dtype.ts";
import { tensorErrors } from "../errors.ts";
import { broadcast, type Shape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";

export interface TensorType {
  readonly shape: Shape;
  readonly dtype: DType;
}

export interface GradientContext<A> {
  /** Gradient of the loss with respect to the result, in the result's shape. */
  readonly dy: Tensor;
  readonly y: Tensor;
  readonly inputs: readonly Tensor[];
  readonly attributes: A;
}

/** One gradient per input, in the input's shape or one that broadcasts to it; null where nothing flows. */
export type GradientRule<A> = (context: GradientContext<A>) => readonly (Tensor | null)[];

/** One primitive: what its result looks like and how gradients pass it. */
export interface OpRow<A> {
  /** Type of the result. Throws TENSOR_SHAPE_MISMATCH or TENSOR_DTYPE_MISMATCH on illegal operands. */
  readonly result: (inputs: readonly TensorType[], attributes: A, op: string) => TensorType;
  readonly gradient: GradientRule<A>;
}

export type None = Readonly<Record<never, never>>;

/** A row as written; exists so that the attribute type is stated once. */
export const op = <A = None>(row: OpRow<A>): OpRow<A> => row;

/** No gradient reaches any input: results that are flat almost everywhere, or not numbers of interest. */
export const noGradient = ({ inputs }: { readonly inputs: readonly Tensor[] }) => inputs.map(() => null);

/** The operand at `i` of a row whose arity is fixed. */
export const at = <T>(inputs: readonly T[], i: number): T => inputs[i] as T;

export function floatsOnly(inputs: readonly TensorType[], name: string): void {
  if (inputs.some((x) => x.dtype !== "f32"))
    throw tensorErrors.DTYPE_MISMATCH({ op: name, want: "f32", got: inputs.map((x) => x.dtype) });
}

/** The common type of operands that broadcast against each other. */
export function broadcastType(inputs: readonly TensorType[], name: string): TensorType {
  const { dtype } = at(inputs, 0);
  if (inputs.some((x) => x.dtype !== dtype))
    throw tensorErrors.DTYPE_MISMATCH({ op: name, want: "one dtype", got: inputs.map((x) => x.dtype) });
  return { shape: broadcastShape(inputs, name), dtype };
}

export function broadcastShape(inputs: readonly TensorType[], name: string): Shape {
  const shape = inputs.reduce<Shape | undefined>((s, x) => s && broadcast(s, x.shape), []);
  if (!shape)
    throw tensorErrors.SHAPE_MISMATCH({ op: name, want: "shapes that broadcast", got: inputs.map((x) => x.shape) });
  return shape;
}

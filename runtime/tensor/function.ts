import type { GradientContext } from "./ops/row.ts";
import type { Tensor } from "./tensor.ts";

type Settings = Readonly<Record<string, unknown>>;

/** What a function may state beside its body. */
interface FunctionOptions<A> {
  /** A gradient shorter than the one that follows from the body. */
  readonly gradient?: (context: GradientContext<A>) => readonly (Tensor | null)[];
}

/**
 * Names a computation that primitives can express. The result stays in the program as a call with its body: gradients
 * and plain backends see the body, a fast backend may take the name. `settings` always holds every setting of the call.
 *
 * `const square = fn("square", (inputs) => inputs[0].mul(inputs[0]))`
 */
export function fn<const I extends readonly Tensor[], A extends object = Settings>(
  name: string,
  body: (inputs: I, settings: A) => Tensor,
  { gradient }: FunctionOptions<A> = {},
): (inputs: I, settings: A) => Tensor {
  return (inputs, settings) => {
    const rule = gradient as FunctionOptions<Settings>["gradient"];
    return body(inputs, settings).named({ name, inputs, attributes: settings as Settings, gradient: rule });
  };
}

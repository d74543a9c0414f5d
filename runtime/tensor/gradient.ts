import { tensorErrors } from "./errors.ts";
import { ops } from "./ops/index.ts";
import type { GradientRule } from "./ops/row.ts";
import { sortedNodes } from "./program.ts";
import { type Shape, sameShape } from "./shape.ts";
import { scalar, type Tensor } from "./tensor.ts";

/**
 * Gradients of the scalar `loss` with respect to each tensor of `wrt`, as tensors of the same program. A tensor that
 * the loss does not depend on gets zeros. Throws TENSOR_NOT_SCALAR.
 */
export function gradient(loss: Tensor, wrt: readonly Tensor[]): readonly Tensor[] {
  if (loss.rank !== 0) throw tensorErrors.NOT_SCALAR({ shape: loss.shape });
  const order = dependants(loss, wrt);
  const between = new Set(order);
  const flowing = new Map<Tensor, Tensor>([[loss, scalar(1)]]);
  for (const y of [...order].reverse()) {
    const dy = flowing.get(y);
    if (!dy) continue;
    for (const [x, dx] of steps(y, dy)) {
      if (!between.has(x)) continue;
      const partial = unbroadcast(dx, x.shape);
      const sofar = flowing.get(x);
      flowing.set(x, sofar ? sofar.add(partial) : partial);
    }
  }
  return wrt.map((x) => flowing.get(x) ?? scalar(0).expand(x.shape));
}

/** The gradients that one tensor hands to what it was computed from. */
function steps(y: Tensor, dy: Tensor): readonly (readonly [Tensor, Tensor])[] {
  const called = y.call?.gradient ? y.call : undefined;
  const inputs = sources(y);
  const rule = called?.gradient ?? (ops[y.op].gradient as GradientRule<object>);
  const given = rule({ dy, y, inputs, attributes: called ? called.attributes : y.attributes });
  return inputs.flatMap((x, i) => {
    const dx = given[i];
    return dx ? [[x, dx] as const] : [];
  });
}

/** What gradients flow through: a function with its own rule is one step, whatever its body. */
const sources = (x: Tensor): readonly Tensor[] => (x.call?.gradient ? x.call.inputs : x.inputs);

/** Every tensor between `loss` and `wrt`, inputs before what uses them. */
function dependants(loss: Tensor, wrt: readonly Tensor[]): readonly Tensor[] {
  const found = new Set<Tensor>(wrt);
  const order = sortedNodes([loss], sources);
  for (const x of order) if (sources(x).some((i) => found.has(i))) found.add(x);
  return order.filter((x) => found.has(x));
}

/** Sums a gradient over what broadcasting had repeated. */
function unbroadcast(dx: Tensor, shape: Shape): Tensor {
  if (sameShape(dx.shape, shape)) return dx;
  const extra = dx.rank - shape.length;
  if (extra < 0) return dx.expand(shape);
  const axes = [...dx.shape.keys()].filter((i) => i < extra || (shape[i - extra] === 1 && dx.shape[i] !== 1));
  const summed = axes.length > 0 ? dx.sum(axes, { keep: true }) : dx;
  const bare = extra > 0 ? summed.reshape(summed.shape.slice(extra)) : summed;
  return sameShape(bare.shape, shape) ? bare : bare.expand(shape);
}

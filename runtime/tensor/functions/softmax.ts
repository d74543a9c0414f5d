import { fn } from "../function.ts";
import { range, type Tensor } from "../tensor.ts";

/** Exponentials over the last axis, summing to 1. The largest is subtracted first. */
export const softmax = (x: Tensor): Tensor => softmaxFn([x], {});

const softmaxFn = fn(
  "softmax",
  ([x]: readonly [Tensor]) => {
    const e = x.sub(x.max([-1], { keep: true }).stopGradient()).exp();
    return e.div(e.sum([-1], { keep: true }));
  },
  { gradient: ({ dy, y }) => [y.mul(dy.sub(dy.mul(y).sum([-1], { keep: true })))] },
);

/** Natural logarithm of softmax over the last axis. */
export const logSoftmax = (x: Tensor): Tensor => logSoftmaxFn([x], {});

const logSoftmaxFn = fn(
  "logSoftmax",
  ([x]: readonly [Tensor]) => {
    const centred = x.sub(x.max([-1], { keep: true }).stopGradient());
    return centred.sub(centred.exp().sum([-1], { keep: true }).log());
  },
  { gradient: ({ dy, y }) => [dy.sub(y.exp().mul(dy.sum([-1], { keep: true })))] },
);

/**
 * Negative log-likelihood of `targets` i32 [N] under `logits` [N, V] → [N], in nats. A target outside 0 … V−1 is the
 * caller's fault and is not checked.
 */
export const crossEntropy = (logits: Tensor, targets: Tensor): Tensor => crossEntropyFn([logits, targets], {});

const crossEntropyFn = fn(
  "crossEntropy",
  ([logits, targets]: readonly [Tensor, Tensor]) =>
    logSoftmax(logits).takeAlong(targets.unsqueeze(-1)).neg().reshape(targets.shape),
  {
    gradient: ({ dy, inputs: [logits, targets] }) => {
      const [x, t] = [logits as Tensor, targets as Tensor];
      const hit = range(Number(x.shape.at(-1))).equal(t.unsqueeze(-1));
      const p = softmax(x);
      return [hit.select(p.sub(1), p).mul(dy.unsqueeze(-1)), null];
    },
  },
);

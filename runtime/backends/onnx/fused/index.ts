import type { Call, Tensor } from "../../../tensor/index.ts";
import { type Emitter, MICROSOFT } from "../emitter.ts";

/** A faster form of a named function than its body. */
export interface Fused {
  /** True, or the sentence why this call keeps its body. */
  readonly accepts: (call: Call, result: Tensor) => true | string;
  readonly emit: (emit: Emitter, inputs: readonly string[], call: Call) => string;
}

const always = () => true as const;

/** Functions that onnxruntime has an operator for. Holes are allowed: the body is always right. */
export const fused: Readonly<Record<string, Fused>> = {
  softmax: { accepts: always, emit: (emit, inputs) => emit.node("Softmax", inputs, { axis: -1 }) },
  logSoftmax: { accepts: always, emit: (emit, inputs) => emit.node("LogSoftmax", inputs, { axis: -1 }) },
  gelu: { accepts: always, emit: (emit, inputs) => emit.node("Gelu", inputs, { approximate: "none" }) },
  silu: { accepts: always, emit: (emit, inputs) => emit.node("QuickGelu", inputs, { alpha: { float: 1 } }, MICROSOFT) },
  rmsNorm: {
    accepts: always,
    emit: (emit, inputs, call) =>
      emit.node("SimplifiedLayerNormalization", inputs, {
        axis: -1,
        epsilon: { float: Number((call.attributes as { readonly epsilon: number }).epsilon) },
      }),
  },
};

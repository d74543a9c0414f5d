import type { Lowering } from "./lower.ts";
import { halfTurnSine } from "./sine.ts";

/** Primitives that a device's provider gets wrong, written another way. Every entry has its reason. */
export const exceptions: Readonly<Record<string, Partial<Lowering>>> = {
  webgpu: {
    // WGSL allows sin and cos an error of 2^-11, and any error beyond ±π; rotary angles need 1e-6 at thousands.
    sin: ({ emit, inputs: [x] }) => halfTurnSine(emit, x as string, 0),
    cos: ({ emit, inputs: [x] }) => halfTurnSine(emit, x as string, 0.5),
  },
};

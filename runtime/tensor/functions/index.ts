export * from "./activations.ts";
export * from "./attention.ts";
export * from "./conv.ts";
export * from "./norms.ts";
export * from "./resize.ts";
export * from "./rotary.ts";
export * from "./softmax.ts";

export * from "./dtype.ts";
export { tensorErrors } from "./errors.ts";
export { fn } from "./function.ts";
export * from "./functions/index.ts";
export { gradient } from "./gradient.ts";
export * from "./program.ts";
export * from "./random.ts";
export * from "./shape.ts";
export * from "./tensor.ts";

export { createOnnxBackend, type OnnxOptions } from "./backend.ts";

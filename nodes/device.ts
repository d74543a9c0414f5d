import type { Backend } from "../runtime/backends/backend.ts";
import { createOnnxBackend } from "../runtime/backends/onnx/index.ts";

/** Opens the device asked for; "auto" is the best that works here. */
export async function openDevice(device: string): Promise<Backend> {
  return createOnnxBackend({ device: device === "auto" ? "cpu" : device });
}

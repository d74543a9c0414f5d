import { createOnnxBackend } from "../../../runtime/backends/onnx/index.ts";
import { backendConformance } from "../../conformance/backend.ts";
import { webgpuProblem } from "../../conformance/webgpu.ts";

backendConformance("onnx on webgpu", async () => createOnnxBackend({ device: "webgpu" }), {
  skip: await webgpuProblem(),
});

import { createOnnxBackend } from "../../../runtime/backends/onnx/index.ts";
import { backendConformance } from "../../conformance/backend.ts";

backendConformance("onnx on cpu", async () => createOnnxBackend({ device: "cpu" }));

import { createTfjsBackend } from "../../../runtime/backends/tfjs/index.ts";
import { backendConformance } from "../../conformance/backend.ts";

backendConformance("tfjs on wasm", () => createTfjsBackend({ device: "wasm" }));
backendConformance("tfjs on cpu", () => createTfjsBackend({ device: "cpu" }));

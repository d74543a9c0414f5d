import { availableParallelism } from "node:os";
import * as ort from "onnxruntime-node";
import type { Backend } from "./backend.ts";
import { backendErrors } from "./errors.ts";
import { createOnnxBackend } from "./onnx/index.ts";
import { hasGpu, probeOnnx } from "./onnx/probe.ts";
import { createTfjsBackend, tfjsDevices, tryTfjs } from "./tfjs/index.ts";

export interface OpenOptions {
  /** Default `auto`: what `device` says, else onnx. */
  readonly backend?: "onnx" | "tfjs" | "auto";
  /**
   * `cpu`, `webgpu`, `cuda`, …, with or without its backend before it (`onnx:cpu`, `tfjs:wasm`). Default `auto`: a GPU
   * if one is usable (cuda, then webgpu), else the CPU; a software driver is never chosen.
   */
  readonly device?: string;
  /** Threads of one run on the CPU. Default: the number of cores. */
  readonly threads?: number;
}

/** One device of one backend, as found on this machine. */
export interface DeviceReport {
  readonly backend: string;
  readonly device: string;
  readonly usable: boolean;
  /** True for the one that work would run on. */
  readonly chosen: boolean;
  /** Why it is not usable, or what it is. */
  readonly detail: string;
}

interface Place {
  readonly backend: "onnx" | "tfjs";
  /** Undefined: the best that the backend has. */
  readonly device: string | undefined;
}

/** The backend to work with. Throws BACKEND_DEVICE_UNAVAILABLE for a device that was named and is not usable. */
export async function openBackend({ backend = "auto", device = "auto", threads }: OpenOptions = {}): Promise<Backend> {
  const place = placeOf(backend, device);
  if (place.backend === "tfjs") return createTfjsBackend(place.device ? { device: place.device } : {});
  const chosen = place.device ?? (await automatic());
  const report = await inspect(chosen);
  if (!report.usable) throw backendErrors.DEVICE_UNAVAILABLE({ device, reason: report.detail });
  return createOnnxBackend({ device: chosen, ...(threads === undefined ? {} : { threads }) });
}

/** Every backend and device that could be there, usable or not, best first. */
export async function listDevices({
  backend = "auto",
  device = "auto",
}: OpenOptions = {}): Promise<readonly DeviceReport[]> {
  const place = placeOf(backend, device);
  const [onnx, tfjs] = await Promise.all([Promise.all(onnxDevices().map(inspect)), inspectTfjs()]);
  const found = [...onnx, ...tfjs];
  const fits = (report: Inspected) =>
    report.usable &&
    report.backend === place.backend &&
    (place.device ? report.device === place.device : report.automatic);
  const chosen = found.find(fits);
  return found.map(({ automatic: _, ...report }) => ({
    ...report,
    chosen: report.device === chosen?.device && report.backend === chosen.backend,
  }));
}

interface Inspected extends Omit<DeviceReport, "chosen"> {
  /** May be chosen without being named. */
  readonly automatic: boolean;
}

/** Best first; TensorRT is left out because it compiles for minutes. */
function onnxDevices(): readonly string[] {
  const order = ["cuda", "webgpu", "coreml", "dml", "cpu"];
  const names = ort.listSupportedBackends().map(({ name }) => name);
  return order.filter((name) => names.includes(name));
}

async function automatic(): Promise<string> {
  if (!hasGpu()) return "cpu";
  const reports = await Promise.all(onnxDevices().map(inspect));
  return reports.find((report) => report.usable && report.automatic)?.device ?? "cpu";
}

async function inspect(device: string): Promise<Inspected> {
  if (device === "cpu")
    return { backend: "onnx", device, usable: true, automatic: true, detail: `${availableParallelism()} threads` };
  if (!onnxDevices().includes(device)) {
    const detail = `onnxruntime has ${onnxDevices().join(", ")} on this system.`;
    return { backend: "onnx", device, usable: false, automatic: false, detail };
  }
  const probe = await probeOnnx(device);
  const automatic = probe.usable && probe.hardware && (device === "cuda" || device === "webgpu");
  return { backend: "onnx", device, usable: probe.usable, automatic, detail: probe.detail };
}

async function inspectTfjs(): Promise<readonly Inspected[]> {
  const reports: Inspected[] = [];
  for (const candidate of tfjsDevices) {
    const loaded = await tryTfjs(candidate);
    const usable = "tf" in loaded;
    const detail = usable ? `tfjs ${loaded.tf.version_core}` : loaded.reason;
    reports.push({ backend: "tfjs", device: candidate.device, usable, automatic: true, detail });
  }
  return reports;
}

/** `tfjs:wasm` → tfjs on wasm, `tfjs` → the best it has; another word is a device of onnx or of the `backend` given. */
function placeOf(backend: "onnx" | "tfjs" | "auto", asked: string): Place {
  const [before, after] = asked.includes(":") || isBackend(asked) ? asked.split(":") : [undefined, asked];
  const named = before ?? (backend === "auto" ? "onnx" : backend);
  if (!isBackend(named) || (backend !== "auto" && named !== backend)) {
    const reason = `${named} is not ${backend === "auto" ? "a backend; there are onnx and tfjs" : `the backend asked for, ${backend}`}.`;
    throw backendErrors.DEVICE_UNAVAILABLE({ device: asked, reason });
  }
  return { backend: named, device: after === "auto" || !after ? undefined : after };
}

const isBackend = (name: string): name is "onnx" | "tfjs" => name === "onnx" || name === "tfjs";

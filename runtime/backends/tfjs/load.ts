import { backendErrors, reasonOf } from "../errors.ts";
import type { Tf } from "./interpret.ts";

/** tfjs with one of its engines, ready to compute. */
export interface LoadedTfjs {
  readonly tf: Tf;
  /** What tfjs calls the engine. */
  readonly engine: string;
  readonly device: string;
}

interface TfjsDevice {
  readonly device: string;
  /** Optional peers; the first one is tfjs itself. */
  readonly packages: readonly [string, ...string[]];
  readonly engine: string;
}

/** Best first. */
export const tfjsDevices: readonly TfjsDevice[] = [
  { device: "cuda", packages: ["@tensorflow/tfjs-node-gpu"], engine: "tensorflow" },
  { device: "node", packages: ["@tensorflow/tfjs-node"], engine: "tensorflow" },
  { device: "wasm", packages: ["@tensorflow/tfjs", "@tensorflow/tfjs-backend-wasm"], engine: "wasm" },
  { device: "cpu", packages: ["@tensorflow/tfjs"], engine: "cpu" },
];

/** tfjs on `device`, or on the best that is installed. Throws BACKEND_DEVICE_UNAVAILABLE with the reason of each. */
export async function loadTfjs(device?: string): Promise<LoadedTfjs> {
  const wanted = tfjsDevices.filter((d) => device === undefined || d.device === device);
  const reasons: string[] = [];
  for (const candidate of wanted) {
    const loaded = await tryTfjs(candidate);
    if ("tf" in loaded) return loaded;
    reasons.push(loaded.reason);
  }
  const reason = reasons.join(" ") || `tfjs has ${tfjsDevices.map((d) => d.device).join(", ")}.`;
  throw backendErrors.DEVICE_UNAVAILABLE({ device: device ? `tfjs:${device}` : "tfjs", reason });
}

/** tfjs on one device, or the sentence why not. */
export async function tryTfjs({
  device,
  packages,
  engine,
}: TfjsDevice): Promise<LoadedTfjs | { readonly reason: string }> {
  const modules: { readonly default: Tf }[] = [];
  for (const name of packages) {
    try {
      modules.push(await import(name));
    } catch (cause) {
      return {
        reason: isMissing(cause, name) ? `${name} is not installed.` : `${name} does not load: ${reasonOf(cause)}`,
      };
    }
  }
  const tf = (modules[0] as { readonly default: Tf }).default;
  tf.enableProdMode(); // silences the advice to install another package
  if (!(await tf.setBackend(engine))) return { reason: `tfjs could not start its ${engine} engine.` };
  if (device === "cuda" && !usesGpu(tf.backend())) return { reason: `${packages[0]} found no GPU that it can use.` };
  return { tf, engine, device };
}

const isMissing = (cause: unknown, name: string): boolean =>
  cause instanceof Error &&
  "code" in cause &&
  cause.code === "ERR_MODULE_NOT_FOUND" &&
  cause.message.includes(`'${name}'`);

const usesGpu = (engine: object): boolean => "isUsingGpuDevice" in engine && engine.isUsingGpuDevice === true;

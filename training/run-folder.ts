import { access, appendFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fromFloat32, fromInt32, toFloat32, toInt32 } from "../runtime/files/convert.ts";
import { readSafetensors } from "../runtime/files/read-safetensors.ts";
import { encodeSafetensors } from "../runtime/files/safetensors.ts";
import { fileError } from "../runtime/files/system-error.ts";
import { writeAtomic } from "../runtime/files/write.ts";
import { f32, type HostTensor, i32, type Named } from "../runtime/tensor/index.ts";

/** A run's exact configuration, its recipe with it. */
export const RUN_FILE = "run.json";

/** A training run on disk: its exact configuration, its curve, its samples, and the state that it resumes from. */
export interface RunFolder {
  readonly path: string;
  /** Where the run leaves what others load. */
  readonly checkpoint: string;
  /** Adds one line to `metrics.jsonl`. */
  log(row: Readonly<Record<string, number | string>>): Promise<void>;
  saveConfig(config: unknown): Promise<void>;
  /** Keeps the state; the one before is replaced only when the new one is whole on disk. */
  saveState(state: Named<HostTensor>): Promise<void>;
  /** The saved state, or undefined where none was saved. */
  loadState(): Promise<Record<string, HostTensor> | undefined>;
  /** Writes a sample sheet or another file of the run. */
  saveFile(name: string, data: Uint8Array | string): Promise<void>;
}

/** Where the run at `path` leaves what others load. */
export const checkpointIn = (path: string): string => join(path, "checkpoint");

/** Opens the run at `path`, making the folder where it is missing. */
export async function openRunFolder(path: string): Promise<RunFolder> {
  const checkpoint = checkpointIn(path);
  await mkdir(checkpoint, { recursive: true }).catch((cause: unknown) => {
    throw fileError(cause, path, "write");
  });
  const statePath = join(path, "state.safetensors");
  return {
    path,
    checkpoint,
    log: (row) => appendFile(join(path, "metrics.jsonl"), `${JSON.stringify(row)}\n`),
    saveConfig: (config) => writeAtomic(join(path, RUN_FILE), `${JSON.stringify(config, null, 2)}\n`),
    saveState: (state) => writeAtomic(statePath, encodeTensors(state)),
    loadState: async () => {
      const there = await access(statePath).then(
        () => true,
        () => false,
      );
      return there ? loadTensors(statePath) : undefined;
    },
    saveFile: (name, data) => writeAtomic(join(path, name), data),
  };
}

/** Host tensors as the bytes of a safetensors file. `half` stores floats in 16 bits. */
export function encodeTensors(tensors: Named<HostTensor>, { half = false } = {}): Uint8Array {
  const stored = Object.entries(tensors).map(([name, { dtype, shape, data }]) => {
    const floats = dtype === "f32" ? fromFloat32(data as Float32Array, shape, half ? "F16" : "F32") : undefined;
    return [name, floats ?? fromInt32(Int32Array.from(data), shape)] as const;
  });
  return encodeSafetensors(new Map(stored));
}

/** All tensors of a safetensors file as f32 or i32. */
export async function loadTensors(path: string): Promise<Record<string, HostTensor>> {
  const stored = await readSafetensors(path);
  return Object.fromEntries(
    [...stored].map(([name, tensor]) => [
      name,
      tensor.dtype.startsWith("I") || tensor.dtype.startsWith("U")
        ? i32(toInt32(tensor, name), tensor.shape)
        : f32(toFloat32(tensor, name), tensor.shape),
    ]),
  );
}

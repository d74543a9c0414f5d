import type { DType, HostTensor, Program } from "../tensor/index.ts";

/** A tensor that a backend holds, on its device or in host memory. Release it when done; values never change. */
export interface DeviceTensor {
  readonly shape: readonly number[];
  readonly dtype: DType;
  /** Copies the value into host memory. */
  read(): Promise<HostTensor>;
  /** Frees device memory. A released tensor must not be used again. */
  release(): void;
}

export type Value = HostTensor | DeviceTensor;

/** A compiled program. */
export interface Executable {
  /** Runs once. `inputs` must hold every program input that was not bound. */
  run(inputs: Readonly<Record<string, Value>>): Promise<Readonly<Record<string, DeviceTensor>>>;
  release(): Promise<void>;
}

export interface CompileOptions {
  /** Program inputs that stay the same for all runs (weights): they are placed on the device once. */
  readonly bind?: Readonly<Record<string, HostTensor>>;
  /** Outputs to keep on the device because they feed a later run (caches, weights in training). Default: none. */
  readonly keep?: readonly string[];
  /** Frees working memory after each run instead of keeping it for the next: for one of many programs that take turns. */
  readonly frugal?: boolean;
}

/**
 * Where programs run. Not in here: models, files, graphs, scheduling of several jobs. What a backend cannot do it
 * refuses in `compile`, never half-way through a run.
 */
export interface Backend {
  readonly name: string;
  readonly device: string;
  compile(program: Program, options?: CompileOptions): Promise<Executable>;
  close(): Promise<void>;
}

export const isHost = (value: Value): value is HostTensor => "data" in value;

/** The host copy of a value. */
export const toHost = async (value: Value): Promise<HostTensor> => (isHost(value) ? value : value.read());

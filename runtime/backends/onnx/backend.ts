import * as ort from "onnxruntime-node";
import { type DType, type HostTensor, input, type Program, program as programOf } from "../../tensor/index.ts";
import type { Backend, CompileOptions, DeviceTensor, Executable, Value } from "../backend.ts";
import { backendErrors, reasonOf } from "../errors.ts";
import { checkInputs } from "../inputs.ts";
import { inputId, outputId, toOnnx } from "./compile.ts";

export interface OnnxOptions {
  /** An execution provider of this build: `cpu` (default), `webgpu`, `cuda`, `coreml`, `dml`. */
  readonly device?: string;
  /** Threads of one run on the CPU. Default: the number of cores. */
  readonly threads?: number;
}

/** Providers whose buffers onnxruntime's Node binding can hold between runs; of others, outputs come home. */
const KEEPING: readonly string[] = ["webgpu"];

/**
 * How long a thread that waits for work keeps its core. onnxruntime's own milliseconds starve whatever else runs: on two
 * busy cores a training step took 518 ms with them, 374 ms with 20 µs, 399 ms with none (median of 40 rounds).
 */
const SPIN_US = "20";

/** Runs programs by onnxruntime: a program becomes one ONNX model. */
export function createOnnxBackend({ device = "cpu", threads }: OnnxOptions = {}): Backend {
  const readers = new Map<string, Promise<Executable>>();
  const compile = (program: Program, options: CompileOptions = {}) =>
    compileProgram(program, options, { device, threads, download });

  // The binding's own download of a device buffer ends the process, so a program without work brings it home.
  const download = async (value: OnnxTensorValue): Promise<HostTensor> => {
    const key = `${value.dtype}${value.shape.length}`;
    const reader = readers.get(key) ?? compile(copy(value));
    readers.set(key, reader);
    const { y } = await (await reader).run({ x: value });
    return (y as DeviceTensor).read();
  };
  return {
    name: "onnx",
    device,
    compile,
    close: async () => {
      const all = [...readers.values()];
      readers.clear();
      for (const reader of all) await (await reader).release();
    },
  };
}

interface Target {
  readonly device: string;
  readonly threads: number | undefined;
  readonly download: (value: OnnxTensorValue) => Promise<HostTensor>;
}

async function compileProgram(
  program: Program,
  { bind = {}, keep = [], frugal = false }: CompileOptions,
  { device, threads, download }: Target,
): Promise<Executable> {
  const kept = KEEPING.includes(device) ? keep : [];
  const location = (name: string) => (kept.includes(name) ? "gpu-buffer" : "cpu");
  const outputs = Object.entries(program.outputs).map(([name, { dtype }]) => ({ name, id: outputId(name), dtype }));
  const options: ort.InferenceSession.SessionOptions = {
    executionProviders: [device],
    logSeverityLevel: 4, // what goes wrong is thrown
    enableCpuMemArena: !frugal,
    extra: { session: { intra_op: { spin_duration_us: SPIN_US } } },
    ...(threads ? { intraOpNumThreads: threads } : {}),
    ...(kept.length > 0
      ? { preferredOutputLocation: Object.fromEntries(outputs.map(({ name, id }) => [id, location(name)])) }
      : {}),
  };
  const session = await createSession(program, bind, device, options);
  const needed = Object.keys(program.inputs).filter((name) => !(name in bind));
  return {
    run: async (inputs) => {
      checkInputs(program.inputs, { ...inputs, ...bind });
      const feeds = Object.fromEntries(needed.map((name) => [inputId(name), feed(inputs[name] as Value)]));
      const results = await session.run(feeds).catch((cause: unknown) => {
        throw backendErrors.RUN_FAILED({ backend: "onnx", device, reason: reasonOf(cause) }, { cause });
      });
      return Object.fromEntries(
        outputs.map(({ name, id, dtype }) => [name, new OnnxTensorValue(results[id] as ort.Tensor, dtype, download)]),
      );
    },
    release: () => session.release(),
  };
}

async function createSession(
  program: Program,
  bind: Readonly<Record<string, HostTensor>>,
  device: string,
  options: ort.InferenceSession.SessionOptions,
): Promise<ort.InferenceSession> {
  try {
    return await ort.InferenceSession.create(toOnnx(program, bind, device), options);
  } catch (cause) {
    throw backendErrors.REFUSED({ backend: "onnx", device, reason: reasonOf(cause) }, { cause });
  }
}

const ortTypes = { f32: "float32", i32: "int32", bool: "bool" } as const;

/** A result, and the engine's tensor behind it. */
class OnnxTensorValue implements DeviceTensor {
  readonly shape: readonly number[];
  readonly #download: Target["download"];
  constructor(
    readonly tensor: ort.Tensor,
    readonly dtype: DType,
    download: Target["download"],
  ) {
    this.shape = tensor.dims;
    this.#download = download;
  }
  async read(): Promise<HostTensor> {
    if (this.tensor.location !== "cpu") return this.#download(this);
    return { dtype: this.dtype, shape: this.shape, data: this.tensor.data as HostTensor["data"] };
  }
  release(): void {
    this.tensor.dispose();
  }
}

/** The program that returns its input, of any size. */
function copy({ dtype, shape }: DeviceTensor): Program {
  const x = input(
    "x",
    shape.map((_, i) => `d${i}`),
    dtype,
  );
  return programOf([x], { y: x });
}

const feed = (value: Value): ort.Tensor =>
  value instanceof OnnxTensorValue
    ? value.tensor
    : new ort.Tensor(ortTypes[value.dtype], (value as HostTensor).data, value.shape);

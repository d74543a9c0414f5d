import * as ort from "onnxruntime-node";
import type { DType, HostTensor, Program } from "../../tensor/index.ts";
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

/** Runs programs by onnxruntime: a program becomes one ONNX model. */
export function createOnnxBackend({ device = "cpu", threads }: OnnxOptions = {}): Backend {
  return {
    name: "onnx",
    device,
    compile: (program, options = {}) => compile(program, options, device, threads),
    close: async () => {},
  };
}

async function compile(
  program: Program,
  { bind = {}, keep = [] }: CompileOptions,
  device: string,
  threads: number | undefined,
): Promise<Executable> {
  const onDevice = device !== "cpu";
  const locations = Object.fromEntries(
    Object.keys(program.outputs).map((name) => [outputId(name), keep.includes(name) ? "gpu-buffer" : "cpu"] as const),
  );
  const session = await ort.InferenceSession.create(toOnnx(program, bind, device), {
    executionProviders: [device],
    logSeverityLevel: 3,
    ...(threads ? { intraOpNumThreads: threads } : {}),
    ...(onDevice && keep.length > 0 ? { preferredOutputLocation: locations } : {}),
  }).catch((cause: unknown) => {
    throw backendErrors.REFUSED({ backend: "onnx", device, reason: reasonOf(cause) }, { cause });
  });
  const needed = Object.keys(program.inputs).filter((name) => !(name in bind));
  return {
    run: async (inputs) => {
      checkInputs(program.inputs, { ...inputs, ...bind });
      const feeds = Object.fromEntries(needed.map((name) => [inputId(name), feed(inputs[name] as Value)]));
      const results = await session.run(feeds).catch((cause: unknown) => {
        throw backendErrors.RUN_FAILED({ backend: "onnx", device, reason: reasonOf(cause) }, { cause });
      });
      return Object.fromEntries(
        Object.entries(program.outputs).map(([name, { dtype }]) => [
          name,
          wrap(results[outputId(name)] as ort.Tensor, dtype),
        ]),
      );
    },
    release: () => session.release(),
  };
}

const ortTypes = { f32: "float32", i32: "int32", bool: "bool" } as const;

/** A result, and the engine's tensor behind it. */
class OnnxTensorValue implements DeviceTensor {
  readonly shape: readonly number[];
  constructor(
    readonly tensor: ort.Tensor,
    readonly dtype: DType,
  ) {
    this.shape = tensor.dims;
  }
  async read(): Promise<HostTensor> {
    const data = this.tensor.location === "cpu" ? this.tensor.data : await this.tensor.getData();
    return { dtype: this.dtype, shape: this.shape, data: data as HostTensor["data"] };
  }
  release(): void {
    this.tensor.dispose();
  }
}

const wrap = (tensor: ort.Tensor, dtype: DType): DeviceTensor => new OnnxTensorValue(tensor, dtype);

const feed = (value: Value): ort.Tensor =>
  value instanceof OnnxTensorValue
    ? value.tensor
    : new ort.Tensor(ortTypes[value.dtype], (value as HostTensor).data, value.shape);

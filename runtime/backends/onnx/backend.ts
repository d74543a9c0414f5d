import * as ort from "onnxruntime-node";
import type { DType, HostTensor, Program } from "../../tensor/index.ts";
import { show } from "../../tensor/index.ts";
import type { TensorType } from "../../tensor/ops/row.ts";
import type { Backend, CompileOptions, DeviceTensor, Executable, Value } from "../backend.ts";
import { inputId, outputId, toOnnx } from "./compile.ts";
import { onnxErrors } from "./errors.ts";

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
  const session = await ort.InferenceSession.create(toOnnx(program, bind), {
    executionProviders: [device],
    logSeverityLevel: 3,
    ...(threads ? { intraOpNumThreads: threads } : {}),
    ...(onDevice && keep.length > 0 ? { preferredOutputLocation: locations } : {}),
  }).catch((cause: unknown) => {
    throw onnxErrors.REFUSED({ device, reason: messageOf(cause) }, { cause });
  });
  const needed = Object.entries(program.inputs).filter(([name]) => !(name in bind));
  return {
    run: async (inputs) => {
      const feeds = Object.fromEntries(needed.map(([name, type]) => [inputId(name), feed(name, type, inputs[name])]));
      const results = await session.run(feeds).catch((cause: unknown) => {
        throw onnxErrors.RUN_FAILED({ device, reason: messageOf(cause) }, { cause });
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

function feed(name: string, type: TensorType, value: Value | undefined): ort.Tensor {
  if (!value) throw onnxErrors.MISSING_INPUT({ name });
  const fits =
    value.shape.length === type.shape.length &&
    type.shape.every((d, i) => typeof d === "string" || d === value.shape[i]);
  if (!fits || value.dtype !== type.dtype)
    throw onnxErrors.WRONG_INPUT({
      name,
      want: `${type.dtype}${show(type.shape)}`,
      got: `${value.dtype}${show(value.shape)}`,
    });
  if (value instanceof OnnxTensorValue) return value.tensor;
  return new ort.Tensor(ortTypes[value.dtype], (value as HostTensor).data, value.shape);
}

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

import type { Tensor as TfTensor } from "@tensorflow/tfjs";
import { type DType, type HostTensor, inputName, type Program, type Tensor } from "../../tensor/index.ts";
import type { Backend, CompileOptions, DeviceTensor, Executable, Value } from "../backend.ts";
import { backendErrors, reasonOf } from "../errors.ts";
import { checkInputs, type Sizes } from "../inputs.ts";
import { type Interpret, type InterpretContext, interpret, type Tf, tfTypes } from "./interpret.ts";
import { loadTfjs } from "./load.ts";

export interface TfjsOptions {
  /** `cuda` and `node` (TensorFlow itself), `wasm`, `cpu` (plain JavaScript). Default: the first that is installed. */
  readonly device?: string;
}

/**
 * Runs programs one primitive after the other by tfjs; a named function is its body. Throws
 * BACKEND_DEVICE_UNAVAILABLE when the packages for `device` are not installed.
 */
export async function createTfjsBackend({ device: wanted }: TfjsOptions = {}): Promise<Backend> {
  const { tf, engine, device } = await loadTfjs(wanted);
  return {
    name: "tfjs",
    device,
    compile: async (program, { bind = {} }: CompileOptions = {}): Promise<Executable> => {
      await tf.setBackend(engine);
      const bound = Object.fromEntries(Object.entries(bind).map(([name, value]) => [name, upload(tf, value)]));
      return {
        run: async (inputs) => {
          const given = { ...inputs, ...bind };
          const sizes = checkInputs(program.inputs, given);
          await tf.setBackend(engine);
          const place = (name: string) => bound[name] ?? upload(tf, given[name] as Value);
          try {
            return execute(tf, program, place, sizes);
          } catch (cause) {
            throw backendErrors.RUN_FAILED({ backend: "tfjs", device, reason: reasonOf(cause) }, { cause });
          }
        },
        release: async () => tf.dispose(bound),
      };
    },
    close: async () => {},
  };
}

/** Computes every node once, in order; all but the outputs is disposed of at the end. */
function execute(
  tf: Tf,
  { nodes, outputs }: Program,
  place: (name: string) => TfTensor,
  sizes: Sizes,
): Readonly<Record<string, DeviceTensor>> {
  const results = tf.tidy(() => {
    const values = new Map<Tensor, TfTensor>();
    const valueAt = (x: Tensor) => values.get(x) as TfTensor;
    for (const x of nodes) {
      if (x.op === "input") values.set(x, place(inputName(x)));
      else {
        const compute = interpret[x.op] as Interpret<unknown>;
        const inputs = x.inputs.map(valueAt) as readonly TfTensor[] as InterpretContext<unknown>["inputs"];
        values.set(x, compute({ tf, inputs, attributes: x.attributes, sizes }));
      }
    }
    return Object.fromEntries(Object.entries(outputs).map(([name, x]) => [name, tf.clone(valueAt(x))]));
  });
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { dtype }]) => [name, new TfjsValue(results[name] as TfTensor, dtype)]),
  );
}

/** A result, and the tfjs tensor behind it. */
class TfjsValue implements DeviceTensor {
  readonly shape: readonly number[];
  constructor(
    readonly tensor: TfTensor,
    readonly dtype: DType,
  ) {
    this.shape = tensor.shape;
  }
  async read(): Promise<HostTensor> {
    return { dtype: this.dtype, shape: this.shape, data: (await this.tensor.data()).slice() };
  }
  release(): void {
    this.tensor.dispose();
  }
}

/** The value as a tfjs tensor of its own: tfjs keeps the array it is given, and its caller may write to it again. */
const upload = (tf: Tf, value: Value): TfTensor => {
  if (value instanceof TfjsValue) return value.tensor;
  const { data, shape, dtype } = value as HostTensor;
  return tf.tensor(data.slice(), [...shape], tfTypes[dtype]);
};

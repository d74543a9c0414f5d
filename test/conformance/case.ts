import type { Backend } from "../../runtime/backends/backend.ts";
import { checkProgram } from "../../runtime/tensor/check.ts";
import { gradient, type HostTensor, input, type Program, program, type Tensor } from "../../runtime/tensor/index.ts";
import { real, type Sample } from "./sample.ts";

/** A computation on sampled inputs, of which every backend must give the same value and gradient. */
export interface Case {
  readonly f: (...inputs: Tensor[]) => Tensor;
  readonly inputs: readonly Sample[];
  /** Why the gradient is not what differences of the value would say. */
  readonly notSmooth?: string;
}

/** Cases as one program: value `i.value` of case i and, where it has one, the gradient `i.k` for its input k. */
export interface CaseProgram {
  readonly program: Program;
  readonly inputs: Readonly<Record<string, HostTensor>>;
}

/** The random weights that make one number of a value, and so one gradient of it. */
const weights = (i: number) => `${i}.weights`;
const argument = (i: number, k: number) => `${i}.${k}`;

/** All `cases` in one program, so that each device compiles once. */
export function caseProgram(cases: readonly Case[], { gradients = true } = {}): CaseProgram {
  const inputs: Record<string, HostTensor> = {};
  const symbols: Tensor[] = [];
  const outputs: Record<string, Tensor> = {};
  const symbol = (name: string, value: HostTensor) => {
    inputs[name] = value;
    const x = input(name, value.shape, value.dtype);
    symbols.push(x);
    return x;
  };
  for (const [i, { f, inputs: samples }] of cases.entries()) {
    const xs = samples.map((sample, k) => symbol(argument(i, k), sample(100 * i + k)));
    const y = f(...xs);
    outputs[`${i}.value`] = y;
    const smooth = xs.filter((x) => x.dtype === "f32");
    if (!gradients || y.dtype !== "f32" || smooth.length === 0) continue;
    const w = symbol(weights(i), real(...(y.shape as readonly number[]))(100 * i + 99));
    for (const [k, slope] of gradient(y.mul(w).sum(), smooth).entries())
      outputs[argument(i, xs.indexOf(smooth[k] as Tensor))] = slope;
  }
  return { program: checkProgram(program(symbols, outputs)), inputs };
}

/** Runs a program once and brings everything home. */
export async function runOnce(
  backend: Backend,
  { program, inputs }: CaseProgram,
): Promise<Readonly<Record<string, HostTensor>>> {
  const executable = await backend.compile(program);
  try {
    const results = await executable.run(inputs);
    const read: Record<string, HostTensor> = {};
    for (const [name, value] of Object.entries(results)) {
      read[name] = await value.read();
      value.release();
    }
    return read;
  } finally {
    await executable.release();
  }
}

/** Gradients by central differences along a random direction, one number for each output `i.k` of `caseProgram`. */
export async function slopes(
  backend: Backend,
  cases: readonly Case[],
): Promise<Readonly<Record<string, { readonly direction: HostTensor; readonly slope: number }>>> {
  const whole = caseProgram(cases);
  const plain = caseProgram(cases, { gradients: false });
  const executable = await backend.compile(plain.program);
  const total = async (i: number, changed: Readonly<Record<string, HostTensor>>) => {
    const results = await executable.run({ ...plain.inputs, ...changed });
    const value = await (results[`${i}.value`] as (typeof results)[string]).read();
    for (const result of Object.values(results)) result.release();
    const w = (whole.inputs[weights(i)] as HostTensor).data;
    return inner(value.data, w);
  };
  const found: Record<string, { direction: HostTensor; slope: number }> = {};
  for (const name of Object.keys(whole.program.outputs)) {
    if (name.endsWith("value")) continue;
    const i = Number(name.split(".")[0]);
    const x = whole.inputs[name] as HostTensor;
    const direction = directionOf(x, i);
    const moved = (h: number) => ({
      ...x,
      data: Float32Array.from(x.data, (v, at) => v + h * (direction.data[at] as number)),
    });
    const [up, down] = [await total(i, { [name]: moved(STEP) }), await total(i, { [name]: moved(-STEP) })];
    found[name] = { direction, slope: (up - down) / (2 * STEP) };
  }
  await executable.release();
  return found;
}

/** Large enough that float32 rounding of the value (1e-7 / step) and the cubic term (step²) are both near 1e-4. */
const STEP = 1e-2;

/** The inner product of two tensors' elements. */
export function inner(a: HostTensor["data"], b: HostTensor["data"]): number {
  let sum = 0;
  for (const [i, v] of a.entries()) sum += v * (b[i] as number);
  return sum;
}

/** −1 or 1 for each element: below the distance that `apart` keeps. */
const directionOf = (x: HostTensor, seed: number): HostTensor => {
  const { data } = real(...x.shape)(seed + 7);
  return { ...x, data: Float32Array.from(data, Math.sign) };
};

/** The largest difference, relative to 1 + size for floats; any difference of integers and flags is infinite. */
export function difference(got: HostTensor, want: HostTensor): number {
  if (got.dtype !== want.dtype || got.shape.join() !== want.shape.join()) return Number.POSITIVE_INFINITY;
  let worst = 0;
  for (const [i, w] of want.data.entries()) {
    const g = got.data[i] as number;
    const off =
      Object.is(g, w) || g === w
        ? 0
        : want.dtype === "f32"
          ? Math.abs(g - w) / (1 + Math.abs(w))
          : Number.POSITIVE_INFINITY;
    worst = Math.max(worst, Number.isNaN(off) ? Number.POSITIVE_INFINITY : off);
  }
  return worst;
}

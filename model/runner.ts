import type { HostTensor, Program } from "../runtime/tensor/index.ts";
import type { ModelConfig } from "./config.ts";
import {
  cacheNames,
  gridRowsProgram,
  logitsProgram,
  type SampleSettings,
  sampleProgram,
  scaleRowProgram,
  tokenRowsProgram,
  transformerProgram,
} from "./programs.ts";

/** A tensor that whoever runs the programs holds, perhaps on a device. */
interface Held {
  readonly shape: readonly number[];
  readonly dtype: HostTensor["dtype"];
  read(): Promise<HostTensor>;
  release(): void;
}

/** What goes into a program and comes out of it. */
export type Value = HostTensor | Held;

export type RunProgram = (inputs: Readonly<Record<string, Value>>) => Promise<Readonly<Record<string, Value>>>;

/** Makes a program runnable: a backend's `compile` fits. */
export type Compile = (
  program: Program,
  options: { readonly bind: Readonly<Record<string, HostTensor>>; readonly keep: readonly string[] },
) => Promise<{ readonly run: RunProgram; release(): Promise<void> }>;

/** A model ready to run; see `programs.ts` for what each program takes and gives. */
export interface Runner {
  readonly config: ModelConfig;
  readonly tokenRows: RunProgram;
  readonly scaleRow: RunProgram;
  readonly gridRows: RunProgram;
  readonly transformer: RunProgram;
  readonly visionLogits: RunProgram;
  readonly textLogits: RunProgram;
  readonly sample: (settings: SampleSettings) => RunProgram;
  /** Frees all programs and their weights. */
  release(): Promise<void>;
}

/** Puts a model's programs behind one value. Each is compiled when it is first run, and only then holds its weights. */
export function createRunner(
  config: ModelConfig,
  weights: Readonly<Record<string, HostTensor>>,
  compile: Compile,
): Runner {
  const compiled = new Map<string, ReturnType<Compile>>();
  const lazy =
    (key: string, make: () => Program, keep: readonly string[] = []): RunProgram =>
    async (inputs) => {
      const ready = compiled.get(key) ?? compile(make(), { bind: weights, keep });
      compiled.set(key, ready);
      return (await ready).run(inputs);
    };
  return {
    config,
    tokenRows: lazy("tokenRows", () => tokenRowsProgram(config), ["rows"]),
    scaleRow: lazy("scaleRow", () => scaleRowProgram(config)),
    gridRows: lazy("gridRows", () => gridRowsProgram(config), ["rows"]),
    transformer: lazy("transformer", () => transformerProgram(config), ["hidden", ...cacheNames(config)]),
    visionLogits: lazy("visionLogits", () => logitsProgram(config, "vision"), ["logits"]),
    textLogits: lazy("textLogits", () => logitsProgram(config, "text"), ["logits"]),
    sample: (settings) =>
      lazy(`sample ${settings.kind} ${settings.branches} ${settings.topK}`, () => sampleProgram(config, settings)),
    release: async () => {
      const all = [...compiled.values()];
      compiled.clear();
      for (const ready of all) await (await ready).release();
    },
  };
}

/** Frees a value that a device holds and nothing will read any more. */
export function releaseValue(value: Value | null | undefined): void {
  if (value && !("data" in value)) value.release();
}

/** The host copy of a program's output. Throws when the program has no such output. */
export async function hostOf(values: Readonly<Record<string, Value>>, name: string): Promise<HostTensor> {
  const value = values[name];
  if (!value) throw new RangeError(`The program gave no output "${name}".`);
  return "data" in value ? value : value.read();
}

/** The numbers of an i32 output. */
export const idsOf = async (values: Readonly<Record<string, Value>>, name: string): Promise<Int32Array> =>
  Int32Array.from((await hostOf(values, name)).data);

import { type Backend, type Executable, isHost, toHost, type Value } from "../runtime/backends/backend.ts";
import {
  f32,
  type HostTensor,
  type Link,
  type Named,
  sameShape,
  show,
  sizeOf,
  type Tensor,
} from "../runtime/tensor/index.ts";
import { trainingErrors } from "./errors.ts";
import { averageKey, rekey, stateKey, trainingStep, weightKey } from "./step.ts";

/** One shape of batch: the same weights train on several, each with a program of its own. */
export interface Bucket {
  readonly batch: readonly Tensor[];
  readonly loss: (weights: Named<Tensor>) => { readonly loss: Tensor; readonly metrics: Named<Tensor> };
}

export interface TrainerOptions {
  readonly backend: Backend;
  readonly optimiser: Link;
  readonly buckets: Named<Bucket>;
  /** Weights to start from. */
  readonly weights: Named<HostTensor>;
}

export interface StepOptions {
  readonly bucket: string;
  readonly inputs: Named<HostTensor>;
  /** Learning rate of this step. */
  readonly rate: number;
  /** Share of the running average that stays, 0 … 1; 0 makes the average follow the weights. */
  readonly averageKeep: number;
}

/** With so many, what each would keep for itself adds up to gigabytes (200 MB each for the shipped transformer). */
const MANY_BUCKETS = 16;

/** Everything a run needs to go on exactly where it stopped, by tensor name. */
export type TrainerState = Named<HostTensor>;

/** Holds weights, their running average and the optimiser's state on a device, and takes training steps. */
export class Trainer {
  readonly #options: TrainerOptions;
  readonly #executables = new Map<string, Executable>();
  #carried: Record<string, Value>;
  #step = 0;

  private constructor(options: TrainerOptions, carried: Record<string, Value>, step: number) {
    this.#options = options;
    this.#carried = carried;
    this.#step = step;
  }

  static start(options: TrainerOptions): Trainer {
    const zeros = Object.entries(options.optimiser.state(shapesOf(options.weights))).map(
      ([name, shape]) => [stateKey(name), f32(new Float32Array(sizeOf(shape)), shape)] as const,
    );
    const carried = {
      ...rekey(options.weights, weightKey),
      ...rekey(options.weights, averageKey),
      ...Object.fromEntries(zeros),
    };
    return new Trainer(options, carried, 0);
  }

  /** Goes on from a saved state; `options.weights` gives the names and shapes only. Throws TRAINING_STATE_MISMATCH. */
  static resume(options: TrainerOptions, { step, ...carried }: TrainerState): Trainer {
    checkState(Trainer.start(options).#carried, carried);
    return new Trainer(options, carried, step?.data[0] ?? 0);
  }

  /** Steps taken so far. */
  get steps(): number {
    return this.#step;
  }

  /** One training step; returns the loss, the gradient's length and the bucket's metrics. */
  async step({ bucket, inputs, rate, averageKeep }: StepOptions): Promise<Record<string, HostTensor>> {
    const executable = await this.#executable(bucket);
    this.#step++;
    const scalars = { step: f32([this.#step], []), rate: f32([rate], []), averageKeep: f32([averageKeep], []) };
    const results = await executable.run({ ...this.#carried, ...inputs, ...scalars });
    const metrics: Record<string, HostTensor> = {};
    for (const [name, value] of Object.entries(results)) {
      if (name in this.#carried) this.#carry(name, value);
      else {
        metrics[name] = await value.read();
        value.release();
      }
    }
    return metrics;
  }

  /** A weight, or its running average. */
  async read(name: string, kind: "weight" | "average" = "weight"): Promise<HostTensor> {
    return toHost(this.#value((kind === "weight" ? weightKey : averageKey)(name)));
  }

  /** All weights, or their running averages, by name. */
  async readAll(kind: "weight" | "average"): Promise<Record<string, HostTensor>> {
    const names = Object.keys(this.#options.weights);
    return Object.fromEntries(
      await Promise.all(names.map(async (name) => [name, await this.read(name, kind)] as const)),
    );
  }

  /** Sets a weight and its running average from outside a step. */
  replace(name: string, value: HostTensor): void {
    this.#carried[weightKey(name)] = value;
    this.#carried[averageKey(name)] = value;
  }

  async state(): Promise<TrainerState> {
    const entries = Object.entries(this.#carried).map(async ([name, value]) => [name, await toHost(value)] as const);
    return { ...Object.fromEntries(await Promise.all(entries)), step: f32([this.#step], []) };
  }

  async close(): Promise<void> {
    for (const executable of this.#executables.values()) await executable.release();
  }

  async #executable(bucket: string): Promise<Executable> {
    const known = this.#executables.get(bucket);
    if (known) return known;
    const { buckets, optimiser, weights, backend } = this.#options;
    const chosen = buckets[bucket];
    if (!chosen) throw new RangeError(`No bucket "${bucket}".`);
    const program = trainingStep({ parameters: shapesOf(weights), optimiser, ...chosen });
    const executable = await backend.compile(program, {
      keep: Object.keys(this.#carried),
      frugal: Object.keys(buckets).length > MANY_BUCKETS,
    });
    this.#executables.set(bucket, executable);
    return executable;
  }

  /** Takes the new value of what is carried on and frees the old one. */
  #carry(name: string, value: Value): void {
    const before = this.#carried[name];
    this.#carried[name] = value;
    if (before && !isHost(before)) before.release();
  }

  #value(key: string): Value {
    const value = this.#carried[key];
    if (!value) throw new RangeError(`The trainer holds no "${key}".`);
    return value;
  }
}

/** Whether a saved state has the tensors of a run that begins. */
function checkState(wanted: Named<Value>, state: Named<HostTensor>): void {
  for (const [name, { shape }] of Object.entries(wanted)) {
    const found = state[name];
    if (!found) throw trainingErrors.STATE_MISMATCH({ problem: `it has no "${name}"` });
    if (!sameShape(found.shape, shape))
      throw trainingErrors.STATE_MISMATCH({ problem: `"${name}" is ${show(found.shape)}, not ${show(shape)}` });
  }
  const surplus = Object.keys(state).find((name) => !(name in wanted));
  if (surplus) throw trainingErrors.STATE_MISMATCH({ problem: `it has "${surplus}" besides` });
}

const shapesOf = (weights: Named<HostTensor>): Record<string, readonly number[]> =>
  Object.fromEntries(Object.entries(weights).map(([name, { shape }]) => [name, shape]));

import type { LazyPort, ListPort, Port, Reading, Widget } from "./port-type.ts";

/** Settings that every port shares. */
interface Common<T> {
  /** Taken when nothing is given; without it the port is required. */
  readonly default?: T;
  /** One line of help. */
  readonly description?: string;
}

interface Range extends Common<number> {
  readonly min?: number;
  readonly max?: number;
  /** Shown beside the value: "px", "s". */
  readonly unit?: string;
}

/** Seeds stay exact as JavaScript numbers and as JSON. */
const LARGEST_SEED = Number.MAX_SAFE_INTEGER;
const SEED_COMPANIONS = ["fixed", "increment", "decrement", "randomize"] as const;

/** Builders of ports. The type of what `run` receives follows from the builder. */
export const port = {
  /** A whole number; text such as "12" is read as one. */
  integer: (options: Range = {}): Port<number> => numeric("integer", ["INT"], options),
  /** A number; takes links of whole numbers too. */
  number: (options: Range = {}): Port<number> => numeric("number", ["FLOAT", "INT"], options),
  /** A whole number from 0 that randomness starts from. */
  seed: (options: Common<number> = {}): Port<number> =>
    numeric("integer", ["INT"], { min: 0, max: LARGEST_SEED, ...options }, SEED_COMPANIONS),
  /** A string; numbers and booleans are written out. */
  text: (options: Common<string> & { readonly multiline?: boolean } = {}): Port<string> =>
    make(["STRING"], { kind: "text", multiline: options.multiline ?? false, companions: [] }, options, readText),
  boolean: (options: Common<boolean> = {}): Port<boolean> =>
    make(["BOOLEAN"], { kind: "boolean", companions: [] }, options, readBoolean),
  /** One of a list of words. */
  choice: <const C extends string>(choices: readonly C[], options: Common<NoInfer<C>> = {}): Port<C> =>
    make<C>(["COMBO", "STRING"], { kind: "choice", choices, companions: [] }, options, (value) => {
      const found = choices.find((choice) => choice === value);
      if (found !== undefined) return { ok: true, value: found };
      return { ok: false, reason: "not-in-list", expected: `one of ${choices.join(", ")}` };
    }),
  /** A value that only another node can make, named by its link type: `port.value<Model>("MODEL")`. */
  value: <T>(type: string, options: Common<never> = {}): Port<T> =>
    make<T>([type], null, options, (value) => ({ ok: true, value: value as T })),
  /** Anything. As an output, `follows` names the input whose type it has. */
  any: (options: Common<never> & { readonly follows?: string } = {}): Port<unknown> => ({
    ...make<unknown>(["*"], null, options, (value) => ({ ok: true, value })),
    follows: options.follows ?? null,
  }),
  /** The same port, which may stay empty. */
  optional: <T>(inner: Port<T>): Port<T | undefined> => ({ ...inner, required: false }),
  /** A whole list: as an input, all items at once; as an output, any number of them. One value is a list of one. */
  list: <T>(inner: Port<T>): ListPort<T> => ({
    ...inner,
    list: true,
    default: inner.default === undefined ? undefined : [inner.default],
    read: (value) => readList(Array.isArray(value) ? value : [value], inner),
  }),
  /** An input that only runs what is linked to it when the node's `wants` names it; until then it is undefined. */
  lazy: <T>(inner: Port<T>): LazyPort<T> => ({ ...inner, lazy: true }),
};

function readList<T>(values: readonly unknown[], inner: Port<T>): Reading<readonly T[]> {
  const read: T[] = [];
  for (const value of values) {
    const reading = inner.read(value);
    if (!reading.ok) return reading;
    read.push(reading.value);
  }
  return { ok: true, value: read };
}

function make<T>(
  accepts: readonly [string, ...string[]],
  widget: Widget | null,
  options: Common<T>,
  read: (value: unknown) => Reading<T>,
): Port<T> {
  const required = options.default === undefined;
  const description = options.description ?? "";
  const plain = { follows: null, list: false, lazy: false } as const;
  return { ...plain, type: accepts[0], accepts, widget, required, default: options.default, description, read };
}

function numeric(
  kind: "integer" | "number",
  accepts: readonly [string, ...string[]],
  options: Range,
  companions: readonly string[] = [],
): Port<number> {
  const { min = -Number.MAX_VALUE, max = Number.MAX_VALUE, unit = "" } = options;
  const noun = kind === "integer" ? "a whole number" : "a number";
  const expected = `${noun}${rangeText(options)}${unit && ` ${unit}`}`;
  return make(accepts, { kind, min, max, unit, companions }, options, (value) => {
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    if (typeof number !== "number" || !Number.isFinite(number)) return { ok: false, reason: "wrong-type", expected };
    if (kind === "integer" && !Number.isSafeInteger(number)) return { ok: false, reason: "wrong-type", expected };
    if (number < min) return { ok: false, reason: "too-small", expected };
    if (number > max) return { ok: false, reason: "too-big", expected };
    return { ok: true, value: number };
  });
}

function rangeText({ min, max }: Range): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return ` of at least ${min}`;
  return max === undefined ? "" : ` of at most ${max}`;
}

function readText(value: unknown): Reading<string> {
  if (typeof value === "string") return { ok: true, value };
  if (typeof value === "number" || typeof value === "boolean") return { ok: true, value: String(value) };
  return { ok: false, reason: "wrong-type", expected: "text" };
}

function readBoolean(value: unknown): Reading<boolean> {
  if (value === true || value === "true") return { ok: true, value: true };
  if (value === false || value === "false") return { ok: true, value: false };
  return { ok: false, reason: "wrong-type", expected: "true or false" };
}

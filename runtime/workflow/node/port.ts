import { readingOf } from "./port-reading.ts";
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
    make(["STRING"], { kind: "text", multiline: options.multiline ?? false, companions: [] }, options),
  /** The path of a file that the node reads. A server gives it those alone that people have uploaded. */
  file: (options: Common<string> = {}): Port<string> => make(["STRING"], { kind: "file", companions: [] }, options),
  boolean: (options: Common<boolean> = {}): Port<boolean> =>
    make(["BOOLEAN"], { kind: "boolean", companions: [] }, options),
  /** One of a list of words. */
  choice: <const C extends string>(choices: readonly C[], options: Common<NoInfer<C>> = {}): Port<C> =>
    make<C>(["COMBO", "STRING"], { kind: "choice", choices, companions: [] }, options),
  /** A value that only another node can make, named by its link type: `port.value<Model>("MODEL")`. */
  value: <T>(type: string, options: Common<never> = {}): Port<T> => make<T>([type], null, options),
  /** Anything. As an output, `follows` names the input whose type it has. */
  any: (options: Common<never> & { readonly follows?: string } = {}): Port<unknown> => ({
    ...make<unknown>(["*"], null, options),
    follows: options.follows ?? null,
  }),
  /** The same port, which may stay empty. */
  optional: <T>(inner: Port<T>): Port<T | undefined> => ({ ...inner, required: false }),
  /** A whole list: as an input, all items at once; as an output, any number of them. One value is a list of one. */
  list: <T>(inner: Port<T>): ListPort<T> => ({
    ...inner,
    list: true,
    default: inner.default === undefined ? undefined : [inner.default],
    read: reading<readonly T[]>({ widget: inner.widget, list: true }),
  }),
  /** An input that only runs what is linked to it when the node's `wants` names it; until then it is undefined. */
  lazy: <T>(inner: Port<T>): LazyPort<T> => ({ ...inner, lazy: true }),
};

function make<T>(
  accepts: readonly [string, ...string[]],
  widget: Widget | null,
  options: Common<T> | Common<never>,
): Port<T> {
  return {
    type: accepts[0],
    accepts,
    widget,
    required: options.default === undefined,
    default: options.default,
    follows: null,
    list: false,
    lazy: false,
    description: options.description ?? "",
    read: reading<T>({ widget, list: false }),
  };
}

/** Each builder names the `T` that values read by its widget have. */
function reading<T>(port: { readonly widget: Widget | null; readonly list: boolean }): (value: unknown) => Reading<T> {
  return readingOf(port) as (value: unknown) => Reading<T>;
}

function numeric(
  kind: "integer" | "number",
  accepts: readonly [string, ...string[]],
  options: Range,
  companions: readonly string[] = [],
): Port<number> {
  const { min = -Number.MAX_VALUE, max = Number.MAX_VALUE, unit = "" } = options;
  return make(accepts, { kind, min, max, unit, companions }, options);
}

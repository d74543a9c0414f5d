import type { Blocker } from "./blocker.ts";
import type { Expansion, Link } from "./expansion.ts";
import type { LazyPort, ListPort, Port, Ports } from "./port-type.ts";

/** The port of the inputs that a node does not declare, or null when it takes none. */
export type Rest = Port<unknown> | null;

/** The values of a set of ports, by name. */
export type ValuesOf<P extends Ports> = { readonly [K in keyof P]: P[K] extends Port<infer T> ? T : never };

/** What `run` receives: a value for each declared input, and under `rest` those of the inputs that are not declared. */
export type InputsOf<I extends Ports, R extends Rest = null> = ValuesOf<I> & RestOf<R>;

type RestOf<R extends Rest> = [R] extends [Port<infer T>] ? { readonly rest: Readonly<Record<string, T>> } : unknown;

/** What is known of the inputs before anything runs: the values of the file; what comes by a link is undefined. */
export type KnownInputs<I extends Ports, R extends Rest = null> = Partial<InputsOf<I, R>>;

/** The names that `wants` may answer; any, where the ports are not known by name. */
export type LazyNames<I extends Ports, R extends Rest = null> =
  | (string extends keyof I ? string : never)
  | { [K in keyof I & string]: I[K] extends LazyPort<unknown> ? K : never }[keyof I & string]
  | (R extends LazyPort<unknown> ? string : never);

/** What `run` returns: a value for each output, each of which may be a blocker instead; or one blocker for all. */
export type OutputsOf<O extends Ports> = { readonly [K in keyof O]: Made<O[K]> } | Blocker;

type Made<P> =
  P extends ListPort<infer T> ? Blocker | readonly (T | Blocker)[] : P extends Port<infer T> ? T | Blocker : never;

/** What a node that may expand returns: outputs, or a graph that makes them. */
export type ExpandedOutputsOf<O extends Ports> = OutputsOf<O> | Expansion<LinkedOutputsOf<O>>;

/** Outputs of which each may be a link to a node of an expansion. */
export type LinkedOutputsOf<O extends Ports> = {
  readonly [K in keyof O]:
    | Made<O[K]>
    | (O[K] extends ListPort<infer T> ? Link<T> : O[K] extends Port<infer T> ? Link<T> : never);
};

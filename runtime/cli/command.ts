import type { Port } from "../workflow/index.ts";
import type { Io } from "./io.ts";

/** A positional argument. `port` reads its text, and says whether it may be left out. */
export interface Argument<T> {
  /** As the help shows it: "FILE". */
  readonly placeholder: string;
  readonly description: string;
  readonly port: Port<T>;
}

/** An option. `value` is given at most once, `list` any number of times, a `flag` has no value. */
export interface Option<T> extends Argument<T> {
  readonly kind: "value" | "list" | "flag";
  /** The environment variable that is read when the option is not given; null for none. */
  readonly env: string | null;
}

type Arguments = Readonly<Record<string, Argument<unknown>>>;
type Options = Readonly<Record<string, Option<unknown>>>;
type Values<D> = { readonly [K in keyof D]: D[K] extends Argument<infer T> ? T : never };

/** A command of `nextscale`. `run` is a method so that commands of every shape fit in one list. */
export interface CommandDefinition<A extends Arguments = Arguments, O extends Options = Options> {
  /** "generate", or two words for a command in a group: "train tokenizer". */
  readonly name: string;
  /** One line of help. */
  readonly summary: string;
  /** In the order they are typed. */
  readonly arguments: A;
  /** By camelCase name: `topK` is `--top-k`. */
  readonly options: O;
  /** Does the work. What goes wrong is thrown as a `NextscaleError`. */
  run(input: Values<A> & Values<O>, io: Io): Promise<void>;
}

/** Declares a command; the types of `run`'s input follow from arguments and options. */
export function defineCommand<const A extends Arguments, const O extends Options>(
  definition: CommandDefinition<A, O>,
): CommandDefinition<A, O> {
  return definition;
}

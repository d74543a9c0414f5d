/** What came of reading a value: the value, or why it was refused. */
export type Reading<T> = { readonly ok: true; readonly value: T } | Refusal;

/** A refused value: which rule it broke, and what the port expected, as the middle of a sentence. */
export interface Refusal {
  readonly ok: false;
  readonly reason: "wrong-type" | "too-small" | "too-big" | "not-in-list";
  readonly expected: string;
}

/** What a person types in or picks for a port; the editor draws it, the flattener counts it. */
export type Widget = WidgetKind & {
  /** Values that editors write right after this one in a positional list, such as a seed's `randomize`. */
  readonly companions: readonly string[];
};

type WidgetKind =
  | { readonly kind: "integer" | "number"; readonly min: number; readonly max: number; readonly unit: string }
  | { readonly kind: "text"; readonly multiline: boolean }
  | { readonly kind: "file" }
  | { readonly kind: "boolean" }
  | { readonly kind: "choice"; readonly choices: readonly string[] };

/** One input or output of a node; `T` is what the node's `run` sees. */
export interface Port<T> {
  /** The type a link from this port carries: `INT`, `MODEL`, … or `*` for any. */
  readonly type: string;
  /** The link types an input of this kind takes. */
  readonly accepts: readonly string[];
  /** null when the value can only come by a link. */
  readonly widget: Widget | null;
  /** False when `run` can do without a value. */
  readonly required: boolean;
  /** Taken when neither a link nor a value is given. */
  readonly default: T | undefined;
  /** For an output of type `*`: the input of the same node whose type it takes. */
  readonly follows: string | null;
  /**
   * True when the port holds a whole list. Such an input is given all items at once, where any other input makes the
   * node run once for each item; such an output hands on a list where any other hands on one value.
   */
  readonly list: boolean;
  /** True for an input whose source only runs when the node's `wants` names the input. */
  readonly lazy: boolean;
  readonly description: string;
  /** Turns a value from a file, a link or a command line into `T`, or refuses it. */
  readonly read: (value: unknown) => Reading<T>;
}

/** A port that holds a whole list. */
export type ListPort<T> = Port<readonly T[]> & { readonly list: true };

/** An input that is undefined until the node wants it. */
export type LazyPort<T> = Port<T | undefined> & { readonly lazy: true };

export type Ports = Readonly<Record<string, Port<unknown>>>;

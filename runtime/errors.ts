/** A failure a person can act on: a stable code, one plain sentence, and what to do now. */
export class NextscaleError extends Error {
  override readonly name = "NextscaleError";
  constructor(
    readonly code: string,
    message: string,
    readonly help: string,
    readonly details: Readonly<Record<string, unknown>>,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
  }
}

/** One row of an error table: the sentence made from typed details, and what the reader should do. */
export interface ErrorRow<D> {
  readonly text: (details: D) => string;
  readonly help: string;
}

// biome-ignore lint/suspicious/noExplicitAny: the one place where rows of every detail type meet
type Rows = Readonly<Record<string, ErrorRow<any>>>;
type Makers<R extends Rows> = {
  readonly [K in keyof R]: (
    details: Parameters<R[K]["text"]>[0],
    options?: { readonly cause?: unknown },
  ) => NextscaleError;
};

/**
 * Makes a layer's error table. `defineErrors("TENSOR", { SHAPE_MISMATCH: row }).SHAPE_MISMATCH(details)` is an error
 * whose code is `TENSOR_SHAPE_MISMATCH`.
 */
export function defineErrors<const R extends Rows>(layer: string, rows: R): Makers<R> {
  const makers = Object.entries(rows).map(([key, row]) => [
    key,
    (details: Record<string, unknown> | undefined, options?: { readonly cause?: unknown }) =>
      new NextscaleError(`${layer}_${key}`, row.text(details), row.help, details ?? {}, options),
  ]);
  return Object.fromEntries(makers) as Makers<R>;
}

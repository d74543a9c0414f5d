/** Stands in for a value and stops everything downstream of it. */
export interface Blocker {
  readonly [mark]: true;
  /** Why, as a sentence for a person; null stops silently. */
  readonly reason: string | null;
}

/** Known everywhere by its name, so that a pack with a copy of this package of its own can block as well. */
const mark: unique symbol = Symbol.for("nextscale.blocker");

/**
 * A value that stops what is downstream of it; in a list, what is downstream of that item. With a reason the nodes that
 * do not run say so.
 */
export function block(reason: string | null = null): Blocker {
  return { [mark]: true, reason };
}

export function isBlocker(value: unknown): value is Blocker {
  return typeof value === "object" && value !== null && mark in value;
}

import type { PreviewImage } from "../node/context.ts";
import { type Resource, resourcesIn } from "./holds.ts";

/** What one output holds: one value, or a list of them. */
export interface Slot {
  readonly items: readonly unknown[];
  /** True when it is a list, even of one. */
  readonly list: boolean;
}

/**
 * What a node said while it ran, to be said again when its result is reused. Pictures are an output's only, when it
 * wrote no file: those are its result.
 */
export type Said =
  | { readonly type: "node-text"; readonly text: string }
  | { readonly type: "node-file"; readonly path: string }
  | { readonly type: "node-metric"; readonly name: string; readonly step: number; readonly value: number }
  | { readonly type: "node-preview"; readonly image: PreviewImage };

/** What came of a node. */
export interface Result {
  /** By output number. */
  readonly slots: readonly Slot[];
  /** The key of each output where it does not follow from the node's: those of a loop are those of its last round. */
  readonly keys: readonly string[] | null;
  readonly said: readonly Said[];
  /** What must be freed when nobody holds the result any more. */
  readonly resources: readonly Resource[];
}

/** What the items of some outputs own. */
export function resourcesOf(slots: readonly Slot[]): readonly Resource[] {
  const [only] = slots;
  return resourcesIn(slots.length === 1 && only !== undefined ? only.items : slots.flatMap(({ items }) => items));
}

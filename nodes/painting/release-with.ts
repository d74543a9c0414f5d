import { releaseValue, type Value } from "../../model/runner.ts";

/**
 * Frees what a device holds for `owner` once nothing refers to `owner` any more. Values on links are shared by any
 * number of nodes and caches, so that none of them may free another's.
 */
export function releaseWith(owner: object, values: readonly (Value | null)[]): void {
  registry.register(owner, values);
}

const registry = new FinalizationRegistry<readonly (Value | null)[]>((values) => {
  for (const value of values) releaseValue(value);
});

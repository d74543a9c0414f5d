import { type FindKeys, findKeys, hasLazy } from "./keys.ts";
import type { Run } from "./run.ts";
import type { Scope } from "./scope.ts";

type Found = Pick<Scope, "keys" | "signatures" | "wanted">;

/** Finds the keys of one plan, run after run: those found before, as long as nothing that they depend on changed. */
export function createKeyFinder(): FindKeys {
  let last: (Found & { readonly world: string }) | null = null;
  return (scope, run) => {
    const world = worldOf(scope, run);
    if (last?.world === world) {
      copy(last.keys, scope.keys);
      copy(last.signatures, scope.signatures);
      copy(last.wanted, scope.wanted);
      return;
    }
    findKeys(scope, run);
    // A lazy node that has not said yet what it wants may have by the next run.
    const isComplete = scope.plan.steps.every((step, number) => !hasLazy(step) || scope.wanted[number] !== undefined);
    last = isComplete
      ? { world, keys: [...scope.keys], signatures: [...scope.signatures], wanted: [...scope.wanted] }
      : null;
  };
}

/** All that keys depend on beside the plan. */
function worldOf({ plan, iteration }: Scope, { device, folder, fingerprints }: Run): string {
  const said = plan.fingerprinted.map((call) => {
    const fingerprint = fingerprints.get(call);
    return fingerprint?.ok ? fingerprint.text : false;
  });
  return JSON.stringify([device, folder, iteration, said]);
}

function copy<T>(from: readonly T[], to: T[]): void {
  for (let i = 0; i < from.length; i++) to[i] = from[i] as T;
}

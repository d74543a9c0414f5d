import { canonicalKey } from "../cache/canonical-key.ts";
import { type Checked, completeCheck } from "../check/check-workflow.ts";
import { type Examined, examine } from "../check/examine.ts";
import type { NodeId, Prompt } from "../graph/prompt.ts";
import { samePrompt } from "../graph/same-prompt.ts";
import type { Registry } from "../node/registry.ts";
import { createKeyFinder } from "./key-finder.ts";
import type { FindKeys } from "./keys.ts";
import { plan } from "./plan.ts";
import type { Plan } from "./plan-type.ts";

/** What a run is going to do. */
export interface Prepared {
  readonly checked: Checked;
  /** Null when nothing may run. */
  readonly planned: Planned | null;
}

interface Planned {
  readonly outputs: readonly NodeId[];
  readonly plan: Plan;
  /** Finds the keys of this plan, and quickly what it found before. */
  readonly findKeys: FindKeys;
}

/** Checks a workflow and plans what its targets need. `checked`: what was found out already, if it was. */
export type Prepare = (
  prompt: Prompt,
  registry: Registry,
  targets: readonly NodeId[] | null,
  checked: Checked | null,
) => Promise<Prepared>;

interface Known {
  readonly prompt: Prompt;
  readonly registry: Registry;
  readonly targets: readonly NodeId[] | null;
  readonly examined: Examined;
  planned: Planned | null;
}

/**
 * Prepares runs. A workflow that is the same as the one before is neither examined nor planned again; only its nodes'
 * own checks are asked, since they may look at the world.
 */
export function createPreparer(): Prepare {
  let last: Known | null = null;
  const know = (prompt: Prompt, registry: Registry, targets: readonly NodeId[] | null): Known => {
    if (last?.registry === registry && sameIds(last.targets, targets) && samePrompt(last.prompt, prompt, sameValue))
      return last;
    last = { prompt, registry, targets, examined: examine(prompt, registry, targets), planned: null };
    return last;
  };
  return async (prompt, registry, targets, before) => {
    const known = know(prompt, registry, targets);
    const checked = before ?? (await completeCheck(known.examined, known.prompt, registry));
    const { outputs } = checked;
    if (outputs.length > 0 && !sameIds(known.planned?.outputs ?? null, outputs))
      known.planned = {
        outputs,
        plan: plan(known.prompt, registry, outputs, canonicalKey, known.examined.edges),
        findKeys: createKeyFinder(),
      };
    return { checked, planned: outputs.length === 0 ? null : known.planned };
  };
}

function sameIds(a: readonly NodeId[] | null, b: readonly NodeId[] | null): boolean {
  if (a === b) return true;
  return a !== null && b !== null && a.length === b.length && a.every((id, i) => id === b[i]);
}

function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object") return false;
  const key = canonicalKey(a);
  return key !== null && key === canonicalKey(b);
}

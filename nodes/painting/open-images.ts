import type { Context } from "../../model/context.ts";
import { prefill } from "../../model/prefill.ts";
import type { LoadedModel } from "../checkpoint/loaded-model.ts";

export interface OpenOptions {
  /** Ids of the prompt of each picture. */
  readonly prompts: readonly (readonly number[])[];
  /** Ids that guidance steers away from, the empty prompt for instance; null for no guidance. */
  readonly negative: readonly number[] | null;
  readonly scales: number;
}

/**
 * Reads the prompts and opens a picture after each. With guidance there are two sequences a picture, branch by branch:
 * all with their prompts, then all with the negative one.
 */
export function openImages({ runner }: LoadedModel, { prompts, negative, scales }: OpenOptions): Promise<Context> {
  const branches = negative === null ? prompts : [...prompts, ...prompts.map(() => negative)];
  return prefill(
    runner,
    branches.map((ids) => [
      { type: "text", ids },
      { type: "open", scales },
    ]),
  );
}

import { createRegistry, loopEnd, loopStart, type Registry } from "../runtime/workflow/index.ts";

/** The built-in nodes. One node = one file beside this one; add it to the list. */
export function builtinNodes(): Registry {
  return createRegistry([loopStart, loopEnd]);
}

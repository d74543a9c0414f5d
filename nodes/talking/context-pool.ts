import { type Context, releaseContext } from "../../model/context.ts";

/** Contexts that are alive. Each is freed once, however a conversation ends. */
export interface ContextPool {
  /** Takes a context into the pool; one that is there already stays. */
  readonly keep: (context: Context) => Context;
  /** Frees a context that nothing will extend any more; one that is not in the pool is left alone. */
  readonly free: (context: Context) => void;
  readonly freeAll: () => void;
}

export function createContextPool(): ContextPool {
  const alive = new Set<Context>();
  const free = (context: Context) => {
    if (alive.delete(context)) releaseContext(context);
  };
  return {
    keep: (context) => {
      alive.add(context);
      return context;
    },
    free,
    freeAll: () => {
      for (const context of alive) free(context);
    },
  };
}

/** A table that knows, by name, what was said in the run before. */
export interface LastRun<V> {
  /** Begins a run. */
  readonly turn: () => void;
  /** Says something for the next run; returns what the run before said under the same name. */
  readonly replace: (name: string, value: V) => V | undefined;
}

export function createLastRun<V>(): LastRun<V> {
  let now = new Map<string, V>();
  let before = new Map<string, V>();
  return {
    turn: () => {
      [before, now] = [now, new Map()];
    },
    replace: (name, value) => {
      now.set(name, value);
      return before.get(name);
    },
  };
}

/** A table that forgets what was not used since the turn before last, so that it stays as large as what is in use. */
export interface Generations<V> {
  readonly get: (key: string) => V | undefined;
  readonly set: (key: string, value: V) => void;
  /** Begins a generation. */
  readonly turn: () => void;
  readonly size: () => number;
}

export function createGenerations<V>(): Generations<V> {
  let now = new Map<string, V>();
  let before = new Map<string, V>();
  return {
    get: (key) => {
      const value = now.get(key);
      if (value !== undefined) return value;
      const older = before.get(key);
      if (older !== undefined) now.set(key, older);
      return older;
    },
    set: (key, value) => {
      now.set(key, value);
    },
    turn: () => {
      before = now;
      now = new Map();
    },
    size: () => now.size + before.size,
  };
}

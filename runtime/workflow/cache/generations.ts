/** A table that forgets what was used longest ago: it keeps at least the last `limit` entries, at most twice as many. */
export interface Generations<V> {
  readonly get: (key: string) => V | undefined;
  readonly set: (key: string, value: V) => void;
}

export function createGenerations<V>(limit: number): Generations<V> {
  let now = new Map<string, V>();
  let before = new Map<string, V>();
  const set = (key: string, value: V): void => {
    if (now.size >= limit) [before, now] = [now, new Map()];
    now.set(key, value);
  };
  return {
    get: (key) => {
      const value = now.get(key);
      if (value !== undefined) return value;
      const older = before.get(key);
      if (older !== undefined) set(key, older);
      return older;
    },
    set,
  };
}

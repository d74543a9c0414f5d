import type { KeyedOutputs } from "./cache-key.ts";

/** Keeps the outputs of nodes by content key, so that equal work is done once over several runs. */
export interface NodeCache {
  readonly get: (key: string) => KeyedOutputs | undefined;
  readonly set: (key: string, outputs: KeyedOutputs) => void;
}

/** A cache that keeps the outputs of the `maxEntries` nodes used last. */
export function createMemoryCache({ maxEntries = 64 }: { readonly maxEntries?: number } = {}): NodeCache {
  const entries = new Map<string, KeyedOutputs>();
  const set = (key: string, outputs: KeyedOutputs): void => {
    entries.delete(key);
    entries.set(key, outputs);
    const [oldest] = entries.keys();
    if (entries.size > maxEntries && oldest !== undefined) entries.delete(oldest);
  };
  const get = (key: string): KeyedOutputs | undefined => {
    const outputs = entries.get(key);
    if (outputs !== undefined) set(key, outputs);
    return outputs;
  };
  return { get, set };
}

/** A value that owns memory which only an explicit call frees, such as a tensor on a device. */
export interface Resource {
  release(): void | Promise<void>;
}

/** Counts who holds each resource, by identity. The last one to let go frees it: once, and never while it is held. */
export interface Holds {
  readonly retain: (resources: readonly Resource[]) => void;
  readonly drop: (resources: readonly Resource[]) => void;
  /** Resources held now. */
  readonly size: () => number;
  /** Resolves when what was freed so far is gone. */
  readonly settled: () => Promise<void>;
}

export function createHolds(): Holds {
  const counts = new Map<Resource, number>();
  const leaving = new Set<Promise<void>>();
  const free = (resource: Resource): void => {
    const gone = Promise.resolve()
      .then(() => resource.release())
      .catch((error: unknown) => process.emitWarning(error instanceof Error ? error : String(error)))
      .finally(() => leaving.delete(gone));
    leaving.add(gone);
  };
  return {
    retain: (resources) => {
      for (const resource of resources) counts.set(resource, (counts.get(resource) ?? 0) + 1);
    },
    drop: (resources) => {
      for (const resource of resources) {
        const left = (counts.get(resource) ?? 0) - 1;
        if (left > 0) counts.set(resource, left);
        else if (counts.delete(resource)) free(resource);
      }
    },
    size: () => counts.size,
    settled: async () => {
      while (leaving.size > 0) await Promise.all(leaving);
    },
  };
}

const NONE: readonly Resource[] = [];

/** The resources among values: a value itself, or the items of a list. What lies deeper belongs to its owner. */
export function resourcesIn(values: Iterable<unknown>): readonly Resource[] {
  let found: Set<Resource> | null = null;
  for (const value of values) {
    if (typeof value !== "object" || value === null) continue;
    for (const each of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (!isResource(each)) continue;
      found ??= new Set();
      found.add(each);
    }
  }
  return found === null ? NONE : [...found];
}

function isResource(value: unknown): value is Resource {
  return typeof value === "object" && value !== null && "release" in value && typeof value.release === "function";
}

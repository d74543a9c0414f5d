/** A binary heap; `before(a, b)` says that `a` comes out first. */
export interface Heap<T> {
  readonly push: (item: T) => void;
  readonly pop: () => T | undefined;
}

/** An empty heap. */
export function makeHeap<T>(before: (a: T, b: T) => boolean): Heap<T> {
  const items: T[] = [];
  const isBefore = (i: number, j: number) => before(items[i] as T, items[j] as T); // i, j < items.length
  const swap = (i: number, j: number) => {
    [items[i], items[j]] = [items[j] as T, items[i] as T];
  };
  return {
    push: (item) => {
      items.push(item);
      for (let at = items.length - 1; at > 0; ) {
        const parent = (at - 1) >> 1;
        if (!isBefore(at, parent)) return;
        swap(at, parent);
        at = parent;
      }
    },
    pop: () => {
      if (items.length > 1) swap(0, items.length - 1);
      const top = items.pop();
      for (let at = 0; ; ) {
        let first = at;
        for (const child of [2 * at + 1, 2 * at + 2]) if (child < items.length && isBefore(child, first)) first = child;
        if (first === at) return top;
        swap(at, first);
        at = first;
      }
    },
  };
}

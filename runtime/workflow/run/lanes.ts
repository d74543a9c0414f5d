/** Lets one at a time use each device; others wait in the order in which they came. */
export interface Lanes {
  /** Runs `work` when the lane is free. */
  readonly use: <T>(device: string, work: () => Promise<T>) => Promise<T>;
}

export function createLanes(): Lanes {
  const last = new Map<string, Promise<unknown>>();
  return {
    use: (device, work) => {
      const before = last.get(device) ?? Promise.resolve();
      const mine = before.then(work);
      const over = mine.catch(() => {});
      last.set(device, over);
      return mine;
    },
  };
}

/** Lets one at a time use each device; others wait in the order in which they came. */
export interface Lanes {
  /** Runs `work` when the lane is free. Rejects with the signal's reason when that is aborted before. */
  readonly use: <T>(device: string, work: () => Promise<T>, signal: AbortSignal) => Promise<T>;
}

export function createLanes(): Lanes {
  const last = new Map<string, Promise<unknown>>();
  return {
    use: (device, work, signal) => {
      const before = last.get(device) ?? Promise.resolve();
      const mine = unlessAborted(before, signal).then(work);
      // Whoever gives up waiting leaves the lane to those before; what work made is for its caller alone.
      last.set(
        device,
        Promise.allSettled([before, mine]).then(() => {}),
      );
      return mine;
    },
  };
}

function unlessAborted(turn: Promise<unknown>, signal: AbortSignal): Promise<void> {
  return new Promise((go, giveUp) => {
    const stop = (): void => giveUp(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    turn.then(() => {
      signal.removeEventListener("abort", stop);
      go();
    });
  });
}

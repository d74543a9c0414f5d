/** Events as they come, for `for await`. A reader who begins late misses what was before; nothing is kept for nobody. */
export interface EventStream<T> {
  readonly events: AsyncIterable<T>;
  readonly push: (event: T) => void;
  /** No more events come; readers end when they have read theirs. */
  readonly end: () => void;
}

interface Reader<T> {
  readonly waiting: T[];
  wake: () => void;
}

export function createEventStream<T>(): EventStream<T> {
  const readers = new Set<Reader<T>>();
  let ended = false;
  const open = (): AsyncIterator<T> => {
    const reader: Reader<T> = { waiting: [], wake: () => {} };
    if (!ended) readers.add(reader);
    const next = async (): Promise<IteratorResult<T>> => {
      for (;;) {
        const [event] = reader.waiting.splice(0, 1);
        if (event !== undefined) return { done: false, value: event };
        if (!readers.has(reader) || ended) return { done: true, value: undefined };
        await new Promise<void>((resolve) => {
          reader.wake = resolve;
        });
      }
    };
    const close = async (): Promise<IteratorResult<T>> => {
      readers.delete(reader);
      reader.wake();
      return { done: true, value: undefined };
    };
    return { next, return: close };
  };
  return {
    events: { [Symbol.asyncIterator]: open },
    push: (event) => {
      for (const reader of readers) {
        reader.waiting.push(event);
        reader.wake();
      }
    },
    end: () => {
      ended = true;
      for (const reader of readers) reader.wake();
    },
  };
}

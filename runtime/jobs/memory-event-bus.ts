import type { EventBus, Listener, Published } from "./event-bus.ts";

export interface EventBusOptions {
  /** How many events are kept for those that come back. Default 4096. */
  readonly kept?: number;
  /** Hears of listeners that throw. Default: a warning of the process. */
  readonly onFault?: (error: unknown) => void;
}

/** An event bus within this process. */
export function createEventBus({ kept = 4096, onFault = warn }: EventBusOptions = {}): EventBus {
  const listeners = new Set<Listener>();
  const past: Published[] = [];
  let newest = 0;
  /** Numbers up to this one may be gone. */
  let forgotten = 0;
  /** Events published while another is being told wait here, so that everyone hears the same order. */
  const telling: Published[] = [];

  const tell = (published: Published): void => {
    for (const listener of [...listeners]) {
      if (!listeners.has(listener)) continue;
      try {
        listener(published);
      } catch (error) {
        onFault(error);
      }
    }
  };
  const keep = (published: Published): void => {
    if (published.event.type === "node-preview") return;
    past.push(published);
    if (past.length < kept * 2) return;
    const gone = past.splice(0, past.length - kept).at(-1);
    forgotten = gone?.number ?? forgotten;
  };

  return {
    publish: (event) => {
      newest += 1;
      const published = { number: newest, event };
      keep(published);
      telling.push(published);
      if (telling.length > 1) return;
      for (let next = telling[0]; next !== undefined; next = telling[0]) {
        tell(next);
        telling.shift();
      }
    },
    subscribe: (listener) => {
      const own: Listener = (published) => listener(published);
      listeners.add(own);
      return () => {
        listeners.delete(own);
      };
    },
    since: (number) => {
      if (number < forgotten || number > newest) return null;
      return past.filter((published) => published.number > number);
    },
    newest: () => newest,
  };
}

function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error));
}

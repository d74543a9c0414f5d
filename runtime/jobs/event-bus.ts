import type { JobEvent } from "./event.ts";

/** An event and its number; numbers rise by one from event to event. */
export interface Published {
  readonly number: number;
  readonly event: JobEvent;
}

export type Listener = (published: Published) => void;

/**
 * Tells of events as they happen. A listener hears every event in order, at once; one that throws is left out and harms
 * nobody else. What is not in it: durability (the store has the truth), and sockets.
 */
export interface EventBus {
  readonly publish: (event: JobEvent) => void;
  /** Returns the call that ends it. */
  readonly subscribe: (listener: Listener) => () => void;
  /**
   * Events after a number, previews left out; null when some of them are no longer kept. For a client that comes back.
   */
  readonly since: (number: number) => readonly Published[] | null;
  /** The number of the newest event; 0 before the first. */
  readonly newest: () => number;
}

import type { NodeId, RunEvent } from "../../runtime/workflow/index.ts";

type EventOf<T extends RunEvent["type"]> = Extract<RunEvent, { readonly type: T }>;

/** Keeps the events of runs and answers what happened. */
export interface Recorder {
  readonly onEvent: (event: RunEvent) => void;
  readonly events: readonly RunEvent[];
  /** The events of one type, in order. */
  readonly of: <T extends RunEvent["type"]>(type: T) => readonly EventOf<T>[];
  /** Nodes that ran, in the order in which they began. */
  readonly ran: () => readonly NodeId[];
  /** Nodes whose kept results were used. */
  readonly cached: () => readonly NodeId[];
  /** Forgets what it has kept, for instance before a second run. */
  readonly clear: () => void;
}

export function createRecorder(): Recorder {
  const events: RunEvent[] = [];
  const isOf =
    <T extends RunEvent["type"]>(type: T) =>
    (event: RunEvent): event is EventOf<T> =>
      event.type === type;
  const of = <T extends RunEvent["type"]>(type: T): readonly EventOf<T>[] => events.filter(isOf(type));
  return {
    onEvent: (event) => events.push(event),
    events,
    of,
    ran: () => of("node-start").map(({ node }) => node),
    cached: () => of("node-cached").map(({ node }) => node),
    clear: () => events.splice(0),
  };
}

import type { Path } from "./subgraph/path.ts";

/** What was and what may come again: every edit is a whole document, which shares what did not change. */
export interface History<T> {
  readonly past: readonly Entry<T>[];
  readonly present: T;
  readonly future: readonly Entry<T>[];
}

interface Entry<T> {
  readonly value: T;
  /** Edits of one kind that follow each other within a moment are one step. */
  readonly label: string;
  readonly at: number;
  /** The graph that was edited. */
  readonly place: Path;
}

const LONGEST = 300;
/** Milliseconds between two edits of one kind that are one step. */
const MOMENT = 600;

export function startHistory<T>(present: T): History<T> {
  return { past: [], present, future: [] };
}

/** The history after an edit; `merge` says that it goes on with the one before when that is of the same label. */
export function record<T>(
  history: History<T>,
  value: T,
  {
    label,
    at,
    place = [],
    merge = false,
  }: { readonly label: string; readonly at: number; readonly place?: Path; readonly merge?: boolean },
): History<T> {
  if (Object.is(value, history.present)) return history;
  const last = history.past.at(-1);
  const isSame = last?.label === label && last.place.join() === place.join();
  if (merge && last !== undefined && isSame && at - last.at < MOMENT) {
    const past = [...history.past.slice(0, -1), { ...last, at }];
    return { past, present: value, future: [] };
  }
  const past = [...history.past, { value: history.present, label, at, place }].slice(-LONGEST);
  return { past, present: value, future: [] };
}

export function undo<T>({ past, present, future }: History<T>): History<T> {
  const last = past.at(-1);
  if (last === undefined) return { past, present, future };
  return { past: past.slice(0, -1), present: last.value, future: [...future, { ...last, value: present }] };
}

export function redo<T>({ past, present, future }: History<T>): History<T> {
  const next = future.at(-1);
  if (next === undefined) return { past, present, future };
  return { past: [...past, { ...next, value: present }], present: next.value, future: future.slice(0, -1) };
}

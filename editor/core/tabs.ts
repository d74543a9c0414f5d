import { emptyDocument, type WorkflowDocument } from "./document.ts";
import { type History, startHistory } from "./history.ts";
import type { Path } from "./subgraph/path.ts";

/** One workflow that is open. */
export interface Tab {
  readonly id: string;
  readonly name: string;
  readonly history: History<WorkflowDocument>;
  /** What lies in the file; another document than the present one is work that is not saved. */
  readonly kept: WorkflowDocument;
  /** Name on the server, when it was read from or written to it. */
  readonly file: string | null;
  /** The subgraph that is shown; empty at the top. */
  readonly path: Path;
  readonly view: View | null;
  /** The job that was last asked for, to ask what came of it. */
  readonly job: string | null;
}

export interface View {
  readonly scale: number;
  readonly offset: readonly [number, number];
}

export interface Tabs {
  readonly open: readonly Tab[];
  readonly active: string;
}

export function makeTab(
  id: string,
  name: string,
  document: WorkflowDocument = emptyDocument,
  file: string | null = null,
): Tab {
  return { id, name, history: startHistory(document), kept: document, file, path: [], view: null, job: null };
}

export function activeTab({ open, active }: Tabs): Tab | undefined {
  return open.find(({ id }) => id === active);
}

export function changeTab(tabs: Tabs, id: string, change: (tab: Tab) => Tab): Tabs {
  return { ...tabs, open: tabs.open.map((tab) => (tab.id === id ? change(tab) : tab)) };
}

export function addTab({ open }: Tabs, tab: Tab): Tabs {
  return { open: [...open, tab], active: tab.id };
}

/** Closes a tab; the one beside it comes to the front. */
export function closeTab(tabs: Tabs, id: string): Tabs {
  const at = tabs.open.findIndex((tab) => tab.id === id);
  const open = tabs.open.filter((tab) => tab.id !== id);
  if (tabs.active !== id) return { ...tabs, open };
  return { open, active: (open[at] ?? open[at - 1])?.id ?? "" };
}

export function isChanged({ history, kept }: Tab): boolean {
  return !Object.is(history.present, kept);
}

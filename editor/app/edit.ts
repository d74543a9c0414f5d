import type { WorkflowDocument } from "../core/document.ts";
import { record, redo, undo } from "../core/history.ts";
import { activeTab, changeTab } from "../core/tabs.ts";
import type { App, Edit } from "./app.ts";

/** The document in front. */
export function documentOf({ tabs }: Pick<App, "tabs">): WorkflowDocument | null {
  return activeTab(tabs.get())?.history.present ?? null;
}

/** Changes the document in front; the change can be undone. */
export function edit(app: App, label: string, change: Edit, merge = false): void {
  const tab = activeTab(app.tabs.get());
  if (tab === undefined) return;
  const next = change(tab.history.present);
  app.tabs.update((tabs) =>
    changeTab(tabs, tab.id, (each) => ({
      ...each,
      history: record(each.history, next, { label, at: Date.now(), merge }),
    })),
  );
}

export function undoEdit(app: App): void {
  app.tabs.update((tabs) => changeTab(tabs, tabs.active, (tab) => ({ ...tab, history: undo(tab.history) })));
}

export function redoEdit(app: App): void {
  app.tabs.update((tabs) => changeTab(tabs, tabs.active, (tab) => ({ ...tab, history: redo(tab.history) })));
}

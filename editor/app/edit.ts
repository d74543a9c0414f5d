import { holdsItself } from "../core/definitions.ts";
import type { WorkflowDocument } from "../core/document.ts";
import { record, redo, undo } from "../core/history.ts";
import { changeGraph, openPath, type Path } from "../core/subgraph/path.ts";
import { activeTab, changeTab, type Tab } from "../core/tabs.ts";
import type { App, Edit } from "./app.ts";
import { uuid } from "./uuid.ts";

/** The whole file in front. */
export function fileOf({ tabs }: Pick<App, "tabs">): WorkflowDocument | null {
  return activeTab(tabs.get())?.history.present ?? null;
}

/** Where one is in the file: the instances that were gone into, as far as they are still there. */
export function pathOf({ tabs, settings }: Pick<App, "tabs" | "settings">): Path {
  const tab = activeTab(tabs.get());
  if (tab === undefined || tab.path.length === 0 || settings.get().isAppMode) return [];
  return openPath(tab.history.present, tab.path);
}

/** The graph in front: that of the file, or that inside of the subgraph that is shown. */
export function documentOf(app: Pick<App, "tabs" | "settings" | "graphAt">): WorkflowDocument | null {
  const file = fileOf(app);
  return file === null ? null : app.graphAt(file, pathOf(app));
}

/** Changes the graph in front; the change can be undone. */
export function edit(app: App, label: string, change: Edit, merge = false): void {
  editAt(app, pathOf(app), label, change, merge);
}

/** Changes the graph at a place of the file in front. */
export function editAt(app: App, path: Path, label: string, change: Edit, merge = false): void {
  const tab = activeTab(app.tabs.get());
  if (tab === undefined) return;
  const before = tab.history.present;
  const next = changeGraph(before, path, change, uuid);
  if (next !== before && holdsItself(next) && !holdsItself(before)) {
    app.notice.set({ kind: "error", text: app.words("subgraph.endless") });
    return;
  }
  app.tabs.update((tabs) =>
    changeTab(tabs, tab.id, (each) => ({
      ...each,
      history: record(each.history, next, { label, at: Date.now(), place: path, merge }),
    })),
  );
}

export function undoEdit(app: App): void {
  app.tabs.update((tabs) =>
    changeTab(tabs, tabs.active, (tab) => ({ ...atEdit(tab, tab.history.past), history: undo(tab.history) })),
  );
}

export function redoEdit(app: App): void {
  app.tabs.update((tabs) =>
    changeTab(tabs, tabs.active, (tab) => ({ ...atEdit(tab, tab.history.future), history: redo(tab.history) })),
  );
}

/** The tab with the graph in front that the last of some edits was made in, so that one sees what an undo changes. */
function atEdit(tab: Tab, edits: Tab["history"]["past"]): Tab {
  return { ...tab, path: edits.at(-1)?.place ?? tab.path };
}

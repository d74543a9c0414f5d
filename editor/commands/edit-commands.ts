import { formatWorkflow } from "../../runtime/workflow/file/format.ts";
import type { App } from "../app/app.ts";
import { documentOf, edit, redoEdit, undoEdit } from "../app/edit.ts";
import { typeOf } from "../app/type-of.ts";
import { renameNode } from "../core/definitions.ts";
import { groupsOf, MODES, nodeOf, nodesOf, type Pair } from "../core/document.ts";
import { copyNodes, pasteNodes, readFragment } from "../core/edits/fragment.ts";
import { addGroup, changeGroup, groupsAround, nodesIn, withoutGroups } from "../core/edits/groups.ts";
import { addNode, removeNodes, toggleCollapsed, toggleMode } from "../core/edits/nodes.ts";
import { removeReroutes } from "../core/edits/reroutes.ts";
import { alignNodes, arrangeNodes, distributeNodes } from "../core/layout.ts";
import { isBorder } from "../core/subgraph/border.ts";
import { activeTab } from "../core/tabs.ts";
import type { Command } from "./command.ts";

const selected = (app: App): ReadonlySet<string> => new Set(app.selection.get());
const isNone = (app: App): boolean => app.selection.get().length === 0;
const isNoCopy = (app: App): boolean => isNone(app) && app.view().selectedGroup() === null;

/** Commands that change the graph. */
export const editCommands: readonly Command[] = [
  {
    id: "undo",
    label: "undo",
    keys: "Ctrl+Z",
    isOff: (app) => (activeTab(app.tabs.get())?.history.past.length ?? 0) === 0,
    run: undoEdit,
  },
  {
    id: "redo",
    label: "redo",
    keys: "Ctrl+Y",
    isOff: (app) => (activeTab(app.tabs.get())?.history.future.length ?? 0) === 0,
    run: redoEdit,
  },
  { id: "cut", label: "cut", keys: "Ctrl+X", isOff: isNoCopy, run: (app) => void copy(app).then(() => cut(app)) },
  { id: "copy", label: "copy", keys: "Ctrl+C", isOff: isNoCopy, run: (app) => void copy(app) },
  { id: "paste", label: "paste", keys: "Ctrl+V", run: (app) => void paste(app) },
  { id: "duplicate", label: "duplicate", keys: "Ctrl+D", isOff: isNoCopy, run: duplicate },
  { id: "delete", label: "delete", keys: "Delete", run: remove },
  {
    id: "select-all",
    label: "select.all",
    keys: "Ctrl+A",
    run: (app) => app.view().select(nodesOf(documentOf(app) ?? {}).map(({ id }) => String(id))),
  },
  {
    id: "mute",
    label: "mute",
    keys: "Ctrl+M",
    isOff: isNone,
    run: (app) => edit(app, "mode", (document) => toggleMode(document, selected(app), MODES.muted)),
  },
  {
    id: "bypass",
    label: "bypass",
    keys: "Ctrl+B",
    isOff: isNone,
    run: (app) => edit(app, "mode", (document) => toggleMode(document, selected(app), MODES.bypassed)),
  },
  {
    id: "collapse",
    label: "collapse",
    keys: "Alt+C",
    isOff: isNone,
    run: (app) => edit(app, "collapse", (document) => toggleCollapsed(document, selected(app))),
  },
  { id: "rename", label: "rename", keys: "F2", isOff: isNone, run: (app) => rename(app, app.selection.get()[0] ?? "") },
  {
    id: "group",
    label: "group",
    keys: "Ctrl+G",
    isOff: isNone,
    run: (app) =>
      edit(app, "group", (document) => {
        const nodes = nodesOf(document).filter(({ id }) => selected(app).has(String(id)));
        return addGroup(document, nodes, app.words("group.title"));
      }),
  },
  {
    id: "note",
    label: "note",
    run: (app) => {
      const type = app.types.get().get("nextscale/note");
      if (type !== undefined) edit(app, "add", (document) => addNode(document, type, app.view().centre()).document);
    },
  },
  { id: "layout", label: "layout", keys: "Alt+L", run: (app) => edit(app, "layout", arrangeNodes) },
  {
    id: "align-left",
    label: "align.left",
    isOff: (app) => app.selection.get().length < 2,
    run: (app) => edit(app, "align", (document) => alignNodes(document, selected(app), "left")),
  },
  {
    id: "align-top",
    label: "align.top",
    isOff: (app) => app.selection.get().length < 2,
    run: (app) => edit(app, "align", (document) => alignNodes(document, selected(app), "top")),
  },
  {
    id: "distribute-across",
    label: "distribute.across",
    isOff: (app) => app.selection.get().length < 3,
    run: (app) => edit(app, "align", (document) => distributeNodes(document, selected(app), "across")),
  },
  {
    id: "distribute-down",
    label: "distribute.down",
    isOff: (app) => app.selection.get().length < 3,
    run: (app) => edit(app, "align", (document) => distributeNodes(document, selected(app), "down")),
  },
];

/** Asks for a new name of a node. */
export function rename(app: App, id: string): void {
  const document = documentOf(app);
  const node = document === null ? undefined : nodeOf(document, id);
  if (node === undefined || isBorder(node)) return;
  const title = node.title || (typeOf(app, node)?.title ?? node.type);
  app.overlays.ask(app.words("rename.title"), title, (name) => {
    if (name.trim() !== "") edit(app, "rename", (now) => renameNode(now, id, name.trim()));
  });
}

/** Pastes what the text of a clipboard holds. False when that is no part of a graph. */
export function pasteText(app: App, text: string, middle: Pair = app.view().centre()): boolean {
  const fragment = readFragment(text);
  if (fragment === null || nodesOf(fragment).length === 0) return false;
  let ids: ReadonlySet<string> = new Set();
  edit(app, "paste", (document) => {
    const pasted = pasteNodes(document, fragment, middle);
    ids = pasted.ids;
    return pasted.document;
  });
  app.view().select([...ids]);
  return true;
}

async function copy(app: App): Promise<void> {
  const document = documentOf(app);
  if (document === null || isNoCopy(app)) return;
  await navigator.clipboard.writeText(formatWorkflow(copyNodes(document, copied(app)))).catch(() => undefined);
}

/** Takes out what was copied, with the groups that were around it. */
function cut(app: App): void {
  const chosen = copied(app);
  edit(app, "delete", (document) => withoutGroups(removeNodes(document, chosen), groupsAround(document, chosen)));
}

/** The nodes that are selected, and those in a group that is. */
function copied(app: App): ReadonlySet<string> {
  const document = documentOf(app) ?? {};
  const group = groupsOf(document)[app.view().selectedGroup() ?? -1];
  const inside = group === undefined ? [] : nodesIn(document, group).map(({ id }) => String(id));
  return new Set([...selected(app), ...inside]);
}

async function paste(app: App): Promise<void> {
  const text = await navigator.clipboard.readText().catch(() => "");
  pasteText(app, text);
}

function duplicate(app: App): void {
  const document = documentOf(app);
  if (document === null) return;
  const [x, y] = app.view().centre();
  pasteText(app, formatWorkflow(copyNodes(document, copied(app))), [x + 40, y + 40]);
}

function remove(app: App): void {
  const group = app.view().selectedGroup();
  const reroutes = new Set(app.view().selectedReroutes());
  if (reroutes.size > 0)
    edit(app, "delete", (document) => removeNodes(removeReroutes(document, reroutes), selected(app)));
  else if (isNone(app) && group !== null) edit(app, "delete", (document) => changeGroup(document, group, () => null));
  else edit(app, "delete", (document) => removeNodes(document, selected(app)));
}

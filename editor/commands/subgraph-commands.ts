import type { App } from "../app/app.ts";
import { documentOf, edit, pathOf } from "../app/edit.ts";
import { enter, isInstance, leave } from "../app/enter.ts";
import { typeOf } from "../app/type-of.ts";
import { uuid } from "../app/uuid.ts";
import { nodeOf } from "../core/document.ts";
import { withoutEnds } from "../core/edits/nodes.ts";
import { freeTitle, makeSubgraph } from "../core/subgraph/make.ts";
import { unpackInstance } from "../core/subgraph/unpack.ts";
import { widgetsOf } from "../core/values.ts";
import { promoteMenu } from "../panels/promote-menu.ts";
import type { Command } from "./command.ts";

const first = (app: App): string => app.selection.get()[0] ?? "";
const chosen = (app: App): ReadonlySet<string> => withoutEnds(documentOf(app) ?? {}, new Set(app.selection.get()));

/** Commands of subgraphs. */
export const subgraphCommands: readonly Command[] = [
  {
    id: "subgraph",
    label: "subgraph.make",
    keys: "Ctrl+Shift+G",
    isOff: (app) => chosen(app).size === 0,
    run: make,
  },
  {
    id: "unpack",
    label: "subgraph.unpack",
    keys: "Ctrl+Shift+U",
    isOff: (app) => !isInstance(app, first(app)),
    run: unpack,
  },
  {
    id: "enter",
    label: "subgraph.enter",
    keys: "Alt+Enter",
    isOff: (app) => !isInstance(app, first(app)),
    run: (app) => enter(app, first(app)),
  },
  { id: "leave", label: "subgraph.leave", keys: "Escape", isOff: (app) => pathOf(app).length === 0, run: leave },
  {
    id: "promote",
    label: "subgraph.promote",
    keys: "Alt+P",
    isOff: (app) => !hasPromotable(app),
    run: (app) => promoteMenu(app, first(app)),
  },
];

/** The widgets of a node inside can be shown outside; those that an instance shows can be taken off it. */
function hasPromotable(app: App): boolean {
  const type = typeOf(app, nodeOf(documentOf(app) ?? {}, first(app)));
  if (type === undefined) return false;
  const isInside = pathOf(app).length > 0 && widgetsOf(type).length > 0;
  return isInside || type.inputs.some(({ isInner }) => isInner === true);
}

function make(app: App): void {
  let id: number | null = null;
  edit(app, "subgraph", (document) => {
    const name = freeTitle(document, app.words("subgraph.title"));
    const made = makeSubgraph(document, chosen(app), name, uuid);
    id = made.id;
    return made.document;
  });
  if (id !== null) app.view().select([String(id)]);
}

function unpack(app: App): void {
  let ids: ReadonlySet<string> = new Set();
  edit(app, "unpack", (document) => {
    const unpacked = unpackInstance(document, first(app), app.types.get());
    ids = unpacked.ids;
    return unpacked.document;
  });
  app.view().select([...ids]);
}

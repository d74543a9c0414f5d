import type { App } from "../app/app.ts";
import { documentOf, edit, fileOf, pathOf } from "../app/edit.ts";
import { lookOf } from "../app/look.ts";
import { categoryColour } from "../canvas/draw/look.ts";
import type { SearchRequest } from "../canvas/host.ts";
import { connectThrough } from "../core/edits/connect-through.ts";
import { connect } from "../core/edits/links.ts";
import { addNode, freePlace } from "../core/edits/nodes.ts";
import type { NodeType, NodeTypes } from "../core/node-type.ts";
import { searchNodes, slotFor } from "../core/search.ts";
import { addInstance } from "../core/subgraph/add-instance.ts";
import { definitionAt } from "../core/subgraph/path.ts";
import { definitionTypes } from "../core/subgraph/type-of.ts";
import { openFinder } from "../dom/finder.ts";

/** Lets a person find a node to place; with a held link only what fits it, linked at once. */
export function openNodeSearch(app: App, request: SearchRequest): void {
  const { wish, point } = request;
  openFinder({
    label: wish === null ? app.words("search.nodes") : app.words("search.fitting", { type: wish.type }),
    none: app.words("search.none"),
    point,
    find: (words) =>
      searchNodes(placeable(app), words, wish).map((type) => ({
        title: type.title,
        hint: type.category,
        detail: type.description,
        colour: categoryColour(type.category, lookOf(app)),
        run: () => place(app, type, request),
      })),
  });
}

/** What can be placed in the graph in front: every type of the server, and the subgraphs of the file but those one is in. */
function placeable(app: App): NodeTypes {
  const types = app.types.get();
  const [document, file, path] = [documentOf(app), fileOf(app), pathOf(app)];
  if (document === null || file === null) return types;
  const around = new Set(path.map((_id, depth) => definitionAt(file, path.slice(0, depth + 1))?.id));
  const own = definitionTypes(document, types, (type) => around.has(type));
  return new Map([...types, ...own.map((type) => [type.type, type] as const)]);
}

/** Places a node of a type, linked to what is held, and selects it. */
export function place(app: App, type: NodeType, { at, wish, held }: SearchRequest): void {
  let id = "";
  edit(app, "add", (document) => {
    const wished = [wish?.side === "output" ? at[0] - 290 : at[0], at[1] - 20] as const;
    const free = freePlace(document, type, wished);
    const added = addInstance(document, type.type, free) ?? addNode(document, type, free);
    id = String(added.id);
    const slot = wish === null ? null : slotFor(type, wish);
    if (held === null || slot === null) return added.document;
    if ("slot" in held && "input" in slot) {
      const ends = { from: held.node, slot: held.slot, to: added.id, input: slot.input };
      return held.through === undefined
        ? connect(added.document, ends, app.types.get())
        : connectThrough(added.document, ends, held.through, app.types.get());
    }
    if ("input" in held && "slot" in slot) {
      return connect(
        added.document,
        { from: added.id, slot: slot.slot, to: held.node, input: held.input },
        app.types.get(),
      );
    }
    return added.document;
  });
  app.view().select([id]);
}

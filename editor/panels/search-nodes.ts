import type { App } from "../app/app.ts";
import { edit } from "../app/edit.ts";
import { lookOf } from "../app/look.ts";
import { categoryColour } from "../canvas/draw/look.ts";
import type { SearchRequest } from "../canvas/host.ts";
import { connect } from "../core/edits/links.ts";
import { addNode, freePlace } from "../core/edits/nodes.ts";
import type { NodeType } from "../core/node-type.ts";
import { searchNodes, slotFor } from "../core/search.ts";
import { openFinder } from "../dom/finder.ts";

/** Lets a person find a node to place; with a held link only what fits it, linked at once. */
export function openNodeSearch(app: App, request: SearchRequest): void {
  const { wish, point } = request;
  openFinder({
    label: wish === null ? app.words("search.nodes") : app.words("search.fitting", { type: wish.type }),
    none: app.words("search.none"),
    point,
    find: (words) =>
      searchNodes(app.types.get(), words, wish).map((type) => ({
        title: type.title,
        hint: type.category,
        detail: type.description,
        colour: categoryColour(type.category, lookOf(app)),
        run: () => place(app, type, request),
      })),
  });
}

/** Places a node of a type, linked to what is held, and selects it. */
export function place(app: App, type: NodeType, { at, wish, held }: SearchRequest): void {
  let id = "";
  edit(app, "add", (document) => {
    const wished = [wish?.side === "output" ? at[0] - 290 : at[0], at[1] - 20] as const;
    const added = addNode(document, type, freePlace(document, type, wished));
    id = String(added.id);
    const slot = wish === null ? null : slotFor(type, wish);
    if (held === null || slot === null) return added.document;
    if ("slot" in held && "input" in slot) {
      return connect(
        added.document,
        { from: held.node, slot: held.slot, to: added.id, input: slot.input },
        app.types.get(),
      );
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

import { shownName } from "../../../runtime/workflow/file/promoted.ts";
import { definitionOf } from "../definitions.ts";
import { type Id, mapNodes, nodeOf, type WorkflowDocument } from "../document.ts";
import { carryValues } from "./instances.ts";
import { type PromotedPair, proxiesOf, widgetsShown, withProxies } from "./shown.ts";

/** Is the widget of a node inside shown on an instance? */
export function isPromoted(document: WorkflowDocument, instance: Id, node: Id, widget: string): boolean {
  const found = nodeOf(document, instance);
  const definition = definitionOf(document, found?.type);
  if (found === undefined || definition === undefined) return false;
  return widgetsShown(found, definition).some(
    (shown) => shown.kind === "inner" && shown.node === String(node) && shown.name === widget,
  );
}

/** Shows the widget of a node inside on an instance of the graph, or takes it off again. The other values stay. */
export function togglePromoted(document: WorkflowDocument, instance: Id, node: Id, widget: string): WorkflowDocument {
  const before = nodeOf(document, instance);
  const definition = definitionOf(document, before?.type);
  if (before === undefined || definition === undefined) return document;
  const listed: readonly PromotedPair[] =
    proxiesOf(before) ??
    widgetsShown(before, definition).flatMap((shown): PromotedPair[] =>
      shown.kind === "inner" ? [[shown.node, shown.name]] : [],
    );
  const rest = listed.filter(([id, name]) => String(id) !== String(node) || name !== widget);
  const isShown = rest.length < listed.length;
  const now = withProxies(before, isShown ? rest : [...listed, [String(node), widget]]);
  const known = new Set(widgetsShown(before, definition).map(shownName));
  const after = carryValues(before, now, definition, definition, (name) => (known.has(name) ? name : null));
  return mapNodes(document, (each) => (each === before ? after : each));
}

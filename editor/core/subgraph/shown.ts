import { isObject, type JsonObject } from "../../../runtime/workflow/file/json.ts";
import { type Shown, shownWidgets } from "../../../runtime/workflow/file/promoted.ts";
import type { DocNode } from "../document.ts";

/** The widgets that an instance shows, in the order of their values. */
export function widgetsShown(node: DocNode, definition: JsonObject): readonly Shown[] {
  const listed = Array.isArray(definition.widgets) ? definition.widgets.filter(isListed) : [];
  return shownWidgets({ inputs: node.inputs, properties: isObject(node.properties) ? node.properties : {} }, listed);
}

export type PromotedPair = readonly [node: number | string, widget: string, ...rest: readonly unknown[]];

/** The widgets that an instance lists as promoted; undefined when it lists none. */
export function proxiesOf({ properties }: DocNode): readonly PromotedPair[] | undefined {
  const listed = isObject(properties) ? properties.proxyWidgets : undefined;
  return Array.isArray(listed) ? listed.filter(isProxy) : undefined;
}

export function withProxies(node: DocNode, proxyWidgets: readonly (readonly unknown[])[]): DocNode {
  return { ...node, properties: { ...(isObject(node.properties) ? node.properties : {}), proxyWidgets } };
}

function isProxy(pair: unknown): pair is PromotedPair {
  if (!Array.isArray(pair)) return false;
  return (typeof pair[0] === "string" || typeof pair[0] === "number") && typeof pair[1] === "string";
}

function isListed(row: unknown): row is { readonly id: number | string; readonly name: string } {
  if (!isObject(row) || typeof row.name !== "string") return false;
  return typeof row.id === "string" || typeof row.id === "number";
}

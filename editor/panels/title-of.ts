import type { App } from "../app/app.ts";
import { typeOf } from "../app/type-of.ts";
import type { DocNode } from "../core/document.ts";
import { sideOf } from "../core/subgraph/border.ts";

/** What a node is called: its own title, or that of its type. */
export function titleOf(app: App, node: DocNode): string {
  const side = sideOf(node);
  return side === null ? node.title || (typeOf(app, node)?.title ?? node.type) : app.words(`subgraph.${side}`);
}

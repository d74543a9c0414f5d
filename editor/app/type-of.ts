import type { DocNode } from "../core/document.ts";
import type { NodeType } from "../core/node-type.ts";
import { nodeTypeOf } from "../core/subgraph/type-of.ts";
import type { App } from "./app.ts";
import { documentOf } from "./edit.ts";

/** What a node of the graph in front is; undefined for a type that is not installed. */
export function typeOf(app: App, node: DocNode | undefined): NodeType | undefined {
  return node === undefined ? undefined : nodeTypeOf(node, documentOf(app) ?? {}, app.types.get());
}

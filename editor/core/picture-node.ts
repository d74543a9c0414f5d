import type { NodeType } from "./node-type.ts";

/** The input of a node that takes the name of an uploaded picture, if it has one. */
export function pictureNode(type: NodeType | undefined): string | null {
  const input = type?.inputs.find(({ widget }) => widget?.kind === "text" && widget.look === "picture");
  return input?.name ?? null;
}

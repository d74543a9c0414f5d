import type { InputType, NodeType } from "./node-type.ts";

/** The input of a node that takes the name of an uploaded picture, if it has one. */
export function pictureNode(type: NodeType | undefined): string | null {
  return type?.inputs.find(takesPicture)?.name ?? null;
}

/** True for the input of a node that loads a mask, which can be painted as well. */
export function takesMask({ outputs }: NodeType, input: InputType): boolean {
  return takesPicture(input) && outputs.some(({ type }) => type === "MASK");
}

function takesPicture({ widget }: InputType): boolean {
  return widget?.kind === "text" && widget.look === "picture";
}

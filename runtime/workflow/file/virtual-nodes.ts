import type { EditorNode } from "./editor-file.ts";

/** Nodes that live in the editor only: what a link from one of them stands for. */
const roles = {
  Reroute: "passes",
  PrimitiveNode: "holds",
  Note: "nothing",
  MarkdownNote: "nothing",
} as const;

export type VirtualRole = (typeof roles)[keyof typeof roles];

const byType: ReadonlyMap<string, VirtualRole> = new Map(Object.entries(roles));

export function virtualRole({ type }: EditorNode): VirtualRole | undefined {
  return byType.get(type);
}

/** The value that a node holds which is nothing but a widget. */
export function firstWidget({ widgets_values: saved }: EditorNode): unknown {
  return Array.isArray(saved) ? saved[0] : Object.values(saved ?? {})[0];
}

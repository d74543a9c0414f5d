import type { NodeId, PromptNode } from "../graph/prompt.ts";

/** A node as a file has it: of the version it was saved as, null when the file does not tell. */
export interface SavedNode extends PromptNode {
  readonly version: number | null;
}

/** An executable graph whose nodes may be older than those installed: see `modernise`. */
export type SavedPrompt = ReadonlyMap<NodeId, SavedNode>;

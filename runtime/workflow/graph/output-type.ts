import type { Registry } from "../node/registry.ts";
import type { NodeId, Prompt } from "./prompt.ts";

/**
 * The type an output carries; one that follows an input has the type linked there. null when there is no such output.
 * `known` keeps what was found, so that asking for every output of a long chain stays linear.
 */
export function outputType(
  id: NodeId,
  slot: number,
  prompt: Prompt,
  registry: Registry,
  known: Map<string, string | null> = new Map(),
): string | null {
  const path = new Set<string>();
  const found = (type: string | null): string | null => {
    for (const place of path) known.set(place, type);
    return type;
  };
  for (let [at, index] = [id, slot]; ; ) {
    const place = `${index}:${at}`;
    const before = known.get(place);
    if (before !== undefined) return found(before);
    const node = prompt.get(at);
    const output = node && Object.values(registry.get(node.type)?.outputs ?? {})[index];
    if (node === undefined || output === undefined) {
      // What follows a link into the void is of no type in particular; only the void itself is null.
      return path.size === 0 ? null : found("*");
    }
    const source = output.follows === null || path.has(place) ? undefined : node.inputs[output.follows];
    path.add(place);
    if (source?.kind !== "link") return found(output.type);
    [at, index] = [source.node, source.slot];
  }
}

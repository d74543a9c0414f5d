import type { Registry } from "../node/registry.ts";
import type { NodeId, Prompt } from "./prompt.ts";

/** The type an output carries; one that follows an input has the type linked there. null when there is no such output. */
export function outputType(id: NodeId, slot: number, prompt: Prompt, registry: Registry): string | null {
  const seen = new Set<string>();
  for (let [at, index] = [id, slot]; ; ) {
    const node = prompt.get(at);
    const output = node && Object.values(registry.get(node.type)?.outputs ?? {})[index];
    if (node === undefined || output === undefined) return null;
    const place = `${index}:${at}`;
    const source = output.follows === null || seen.has(place) ? undefined : node.inputs[output.follows];
    if (source?.kind !== "link") return output.type;
    seen.add(place);
    [at, index] = [source.node, source.slot];
  }
}

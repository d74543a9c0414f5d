import type { NodeDefinition } from "../node/define-node.ts";
import type { Port } from "../node/port-type.ts";

/** The port an input goes to, or null when the node has none of that name and takes no others. */
export function portOf({ inputs, rest }: NodeDefinition, input: string): Port<unknown> | null {
  return (Object.hasOwn(inputs, input) ? inputs[input] : rest) ?? null;
}

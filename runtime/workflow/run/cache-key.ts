import { createHash } from "node:crypto";
import type { NodeDefinition } from "../node/define-node.ts";

/** A value with the key of its content: equal keys mean equal values. */
export interface Keyed {
  readonly value: unknown;
  readonly key: string;
}

/** The outputs of a node, by name. */
export type KeyedOutputs = Readonly<Record<string, Keyed>>;

/** The key of a value that was written down rather than computed. */
export function literalKey(value: unknown): string {
  return `=${JSON.stringify(value) ?? "nothing"}`;
}

/** The key of what a node makes: its type and version, the keys of its inputs, and its fingerprint. */
export function nodeKey(definition: NodeDefinition, inputs: KeyedOutputs, fingerprint: string): string {
  const names = Object.keys(inputs).sort();
  const content = [definition.type, definition.version, names.map((name) => [name, inputs[name]?.key]), fingerprint];
  return createHash("sha256").update(JSON.stringify(content)).digest("base64url");
}

/** Outputs with their keys, made from the key of the node. */
export function keyedOutputs(key: string, outputs: Readonly<Record<string, unknown>>): KeyedOutputs {
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, { value, key: `${key}.${name}` }]));
}

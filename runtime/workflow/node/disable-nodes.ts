import type { Registry } from "./registry.ts";

/** The registry without some nodes, for instance those that an operator switched off: they are as if not installed. */
export function disableNodes(registry: Registry, types: Iterable<string>): Registry {
  const off = new Set(types);
  const left = new Map([...registry].filter(([type]) => !off.has(type)));
  return Object.assign(left, { replacements: registry.replacements, packs: registry.packs });
}

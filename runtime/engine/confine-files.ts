import type { NodeDefinition, Port, Ports, Registry } from "../workflow/index.ts";

const REFUSED = { ok: false, reason: "not-in-list", expected: "a file that was uploaded" } as const;

/**
 * The same nodes, but every input for a file refuses paths that are not allowed, whether the graph or a link brings
 * them. Such an input has no default: a path beside the program means nothing to who sends a job.
 */
export function confineFiles(registry: Registry, isAllowed: (path: string) => boolean): Registry {
  const confinePort = (port: Port<unknown>): Port<unknown> => {
    if (port.widget?.kind !== "file") return port;
    const read: Port<unknown>["read"] = (value) => {
      const reading = port.read(value);
      if (!reading.ok) return reading;
      const paths: readonly unknown[] = Array.isArray(reading.value) ? reading.value : [reading.value];
      return paths.every((path) => typeof path === "string" && isAllowed(path)) ? reading : REFUSED;
    };
    return { ...port, read, default: undefined, required: port.required || port.default !== undefined };
  };
  const confinePorts = (ports: Ports): Ports =>
    Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, confinePort(port)]));
  const confineNode = (node: NodeDefinition): NodeDefinition => {
    const rest = node.rest === null ? null : confinePort(node.rest);
    return { ...node, inputs: confinePorts(node.inputs), rest };
  };
  const nodes = [...registry].map(([type, node]) => [type, confineNode(node)] as const);
  return Object.assign(new Map(nodes), { replacements: registry.replacements, packs: registry.packs });
}

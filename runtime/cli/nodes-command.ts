import { manifestOf, type NodeRecord } from "../packs/index.ts";
import { port, type Registry } from "../workflow/index.ts";
import { type CommandDefinition, defineCommand } from "./command.ts";
import { cliErrors } from "./errors.ts";
import { type Io, line } from "./io.ts";
import { describeNode } from "./node-reference.ts";
import { argument, option } from "./option.ts";
import { table } from "./table.ts";

/** `nextscale nodes`: what nodes there are, and what one of them takes and gives. */
export function createNodesCommand({
  registry,
}: {
  readonly registry: (io: Io) => Promise<Registry>;
}): CommandDefinition {
  return defineCommand({
    name: "nodes",
    summary: "list the nodes that workflows can use, or tell all about one",
    arguments: { type: argument("TYPE", "a node, such as nextscale/think", port.optional(port.text())) },
    options: { json: option.flag("print as JSON, with every port") },
    run: async ({ type, json }, io) => {
      const all = await registry(io);
      const { nodes } = manifestOf({ nodes: [...all.values()], replacements: [] });
      const chosen = type === undefined ? nodes : [find(nodes, type)];
      if (json) line(io.stdout, JSON.stringify(type === undefined ? chosen : chosen[0], null, 2));
      else if (type !== undefined) for (const node of chosen) line(io.stdout, describeNode(node));
      else line(io.stdout, table([["TYPE", "CATEGORY", "TITLE"], ...chosen.map(rowOf)]));
    },
  });
}

function rowOf({ type, category, title }: NodeRecord): readonly string[] {
  return [type, category, title];
}

function find(nodes: readonly NodeRecord[], type: string): NodeRecord {
  const found = nodes.find((node) => node.type === type || node.title === type);
  if (found === undefined) throw cliErrors.NO_SUCH_NODE({ type });
  return found;
}

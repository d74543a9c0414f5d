import { workflowErrors } from "../errors.ts";
import { topological } from "../graph/graph.ts";
import { nodeId } from "../graph/prompt.ts";
import type { EditorFile, EditorLink, EditorNode, Subgraph } from "./editor-file.ts";
import { type Promoted, promotedValues } from "./promoted.ts";

export const MUTED = 2;
export const BYPASSED = 4;

/** Nodes a file may come to when its subgraphs are written out, and how deep they may lie in each other. */
const MOST_NODES = 100_000;
const DEEPEST = 64;

/** One graph as written: that of the file, or that of a subgraph at one of its instances. */
export interface Scope {
  /** Before the id of each node: "" at the top, "12:" inside instance 12. */
  readonly prefix: string;
  readonly nodes: ReadonlyMap<string, EditorNode>;
  readonly links: ReadonlyMap<string, EditorLink>;
  /** Null at the top. */
  readonly outside: Outside | null;
  /** By the id of their instance. */
  readonly inner: ReadonlyMap<string, Scope>;
}

/** Where a subgraph stands, and what its instance says about it. */
export interface Outside extends Promoted {
  readonly definition: Subgraph;
  readonly instance: EditorNode;
  readonly scope: Scope;
}

/**
 * The graph of a file with every subgraph in its place.
 * @throws WORKFLOW_SUBGRAPH_RECURSION, WORKFLOW_TOO_MANY_NODES, WORKFLOW_NOT_A_WORKFLOW when two nodes have one id.
 */
export function openScopes(file: EditorFile): Scope {
  const definitions = new Map((file.definitions?.subgraphs ?? []).map((each) => [each.id, each]));
  refuseEndless(file, definitions);
  return open(file, "", null, definitions);
}

type Definitions = ReadonlyMap<string, Subgraph>;
interface Graph {
  readonly nodes: readonly EditorNode[];
  readonly links: readonly (EditorLink | null)[];
}

function open({ nodes, links }: Graph, prefix: string, outside: Outside | null, definitions: Definitions): Scope {
  const inner = new Map<string, Scope>();
  const scope: Scope = {
    prefix,
    nodes: byId(nodes, prefix),
    links: new Map(links.flatMap((link) => (link === null ? [] : [[String(link.id), link] as const]))),
    outside,
    inner,
  };
  for (const [id, instance] of scope.nodes) {
    const definition = definitions.get(instance.type);
    if (definition === undefined || instance.mode === MUTED || instance.mode === BYPASSED) continue;
    const promoted = promotedValues(instance, definition, outside?.widgets.get(id));
    inner.set(id, open(definition, `${prefix}${id}:`, { definition, instance, scope, ...promoted }, definitions));
  }
  return scope;
}

function byId(nodes: readonly EditorNode[], prefix: string): ReadonlyMap<string, EditorNode> {
  const all = new Map<string, EditorNode>();
  for (const node of nodes) {
    const id = String(node.id);
    if (all.has(id)) throw workflowErrors.NOT_A_WORKFLOW({ problem: `two nodes have the id "${prefix}${id}"` });
    all.set(id, node);
  }
  return all;
}

/** Counts before anything is written out: a few subgraphs that hold each other twice are a million nodes. */
function refuseEndless(file: EditorFile, definitions: Definitions): void {
  const holds = ({ nodes }: Graph) => nodes.flatMap(({ type }) => (definitions.has(type) ? [nodeId(type)] : []));
  const { order, rest } = topological(new Map([...definitions].map(([id, graph]) => [nodeId(id), holds(graph)])));
  const [endless] = rest;
  if (endless !== undefined) {
    throw workflowErrors.SUBGRAPH_RECURSION({ name: definitions.get(endless)?.name || endless });
  }

  const size = new Map<string, number>();
  const depth = new Map<string, number>();
  const measure = (graph: Graph): readonly [number, number] => {
    const inner = holds(graph);
    const nodes = inner.reduce((sum, id) => sum + (size.get(id) ?? 0), graph.nodes.length);
    return [nodes, 1 + inner.reduce((most, id) => Math.max(most, depth.get(id) ?? 0), 0)];
  };
  for (const id of order) {
    const graph = definitions.get(id);
    if (graph === undefined) continue;
    const [nodes, levels] = measure(graph);
    size.set(id, nodes);
    depth.set(id, levels);
  }
  const [nodes, levels] = measure(file);
  if (nodes > MOST_NODES || levels > DEEPEST) {
    throw workflowErrors.TOO_MANY_NODES({ nodes, levels, most: MOST_NODES, deepest: DEEPEST });
  }
}

import type { NodeDefinition } from "./define-node.ts";
import type { ListPort, Port, Ports } from "./port-type.ts";
import type { Rest } from "./values.ts";

/** Known everywhere by its name, as that of blockers. */
const mark: unique symbol = Symbol.for("nextscale.expansion");

/** An output of a node within an expansion. */
export interface Link<T> {
  readonly [mark]: "link";
  /** The node's name within the expansion. */
  readonly node: string;
  /** Its output: by name, or by number from 0. */
  readonly output: string | number;
  /** Never there: carries the type only. */
  readonly value?: T;
}

/** A node within an expansion: its name there, its type, and its inputs: links or plain values. */
export interface ExpandedNode {
  readonly name: string;
  readonly type: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** A small graph that a node returns in place of its outputs; the run goes on inside it. */
export interface Expansion<Outputs = Readonly<Record<string, unknown>>> {
  readonly [mark]: "expansion";
  readonly nodes: readonly ExpandedNode[];
  /** What the node's outputs are: links or plain values. */
  readonly outputs: Outputs;
}

/** Inputs for a node of an expansion. Missing ones take their defaults. */
type Given<I extends Ports> = { readonly [K in keyof I]?: Item<I[K]> | Link<Item<I[K]>> };
type Item<P> = P extends ListPort<infer T> ? T : P extends Port<infer T> ? T : never;
type Links<O extends Ports> = { readonly [K in keyof O]: Link<Item<O[K]>> };

export interface ExpansionBuilder {
  /** Adds a node and returns a link for each of its outputs. `name` is unique within the expansion. */
  node<I extends Ports, O extends Ports, R extends Rest>(
    name: string,
    definition: NodeDefinition<I, O, R>,
    inputs?: Given<I> & ([R] extends [null] ? unknown : Readonly<Record<string, unknown>>),
  ): Links<O>;
  /** Adds a node by its type, for instance one of the type that expands. Read its outputs with `link`. */
  nodeOfType(name: string, type: string, inputs?: Readonly<Record<string, unknown>>): void;
  /** An output, by name or number, of a node of this expansion, which may be added later. */
  link<T>(name: string, output: string | number): Link<T>;
  /** The finished expansion: each output of the node that returns it is a link or a value. */
  expand<Outputs>(outputs: Outputs): Expansion<Outputs>;
}

/** Begins the graph that a node with `expand: true` returns. The ids of its nodes follow from that node's id. */
export function createExpansion(): ExpansionBuilder {
  const nodes: ExpandedNode[] = [];
  const link = <T>(node: string, output: string | number): Link<T> => ({ [mark]: "link", node, output });
  return {
    node: <I extends Ports, O extends Ports, R extends Rest>(
      name: string,
      { type, outputs }: NodeDefinition<I, O, R>,
      inputs: Readonly<Record<string, unknown>> = {},
    ) => {
      nodes.push({ name, type, inputs });
      return Object.fromEntries(Object.keys(outputs).map((output) => [output, link(name, output)])) as Links<O>;
    },
    nodeOfType: (name, type, inputs = {}) => {
      nodes.push({ name, type, inputs });
    },
    link,
    expand: (outputs) => ({ [mark]: "expansion", nodes: [...nodes], outputs }),
  };
}

export function isLink(value: unknown): value is Link<unknown> {
  return typeof value === "object" && value !== null && mark in value && value[mark] === "link";
}

export function isExpansion(value: unknown): value is Expansion {
  return typeof value === "object" && value !== null && mark in value && value[mark] === "expansion";
}

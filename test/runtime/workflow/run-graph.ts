import {
  byteBudget,
  createCache,
  type ExecuteOptions,
  execute,
  lru,
  type NodeCache,
  noCache,
  nodeId,
  type Registry,
  type RunEvent,
  readWorkflow,
  type Trace,
} from "../../../runtime/workflow/index.ts";
import { api } from "./fakes.ts";

export type Graph = Parameters<typeof api>[0];

/** Every cache strategy, for `describe.each`: its name, a fresh cache, and whether it keeps anything. */
export const strategies: readonly (readonly [name: string, cache: () => NodeCache, keeps: boolean])[] = [
  ["a byte budget", () => createCache(byteBudget()), true],
  ["the last hundred", () => createCache(lru(100)), true],
  ["no cache", () => createCache(noCache), false],
];

export interface Ran {
  /** What a node made, by its id. */
  readonly made: (id?: string) => unknown;
  /** The nodes with this outcome, in order. */
  readonly nodes: (outcome: Trace["outcome"]) => readonly string[];
  readonly ran: readonly string[];
  readonly files: readonly string[];
  readonly traces: readonly Trace[];
  readonly events: readonly RunEvent[];
}

/** Runs a graph of API nodes; `made` reads the outputs' only value. */
export async function runGraph(
  graph: Graph | string,
  registry: Registry,
  options: Partial<ExecuteOptions> = {},
): Promise<Ran> {
  const events: RunEvent[] = [];
  const prompt = readWorkflow(typeof graph === "string" ? graph : api(graph), registry);
  const result = await execute(prompt, {
    registry,
    ...options,
    onEvent: (event) => {
      events.push(event);
      options.onEvent?.(event);
    },
  });
  const nodes = (wanted: Trace["outcome"]) =>
    result.traces.filter(({ outcome }) => outcome === wanted).map(({ node }) => node);
  const made = (id = "out") => Object.values(result.outputs.get(nodeId(id)) ?? {})[0];
  const { files, traces } = result;
  return { made, nodes, ran: nodes("ran"), files, traces, events };
}

/** Nodes wait in it until so many are there, so that a test shows that they work at the same time. */
export function createMeeting(size: number): () => Promise<void> {
  let open = () => {};
  const all = new Promise<void>((resolve) => {
    open = resolve;
  });
  let there = 0;
  return () => {
    there += 1;
    if (there === size) open();
    return all;
  };
}

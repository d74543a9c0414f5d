import { existsSync } from "node:fs";
import type { NodeContext, Prompt, PromptNode, Registry } from "../runtime/workflow/index.ts";
import { race, ratio, report, type Times } from "./harness.ts";

const SIZES = [1_000, 10_000] as const;

type Engine = typeof import("../runtime/workflow/index.ts");
type Contestant = "first run" | "again, parsed anew" | "again" | "plain awaited loop";

/** What a graph costs without running anything: the engine's own work, for a node that does next to nothing. */
export async function engine(): Promise<void> {
  const built = await loadEngine();
  const first = await measure(built, SIZES[0]);
  const second = await measure(built, SIZES[1]);
  for (const by of ["median", "min"] as const) {
    const growth = (Object.keys(first) as Contestant[]).map((name) => {
      const factor = second[name][by] / SIZES[1] / (first[name][by] / SIZES[0]);
      return `${name} ${factor.toFixed(2)}`;
    });
    console.log(`a node's cost at ${SIZES[1]} nodes, in that at ${SIZES[0]}, by ${by}: ${growth.join(", ")}`);
  }
}

/** The built engine, as users run it; the loader that runs this file slows functions that are made often. */
async function loadEngine(): Promise<Engine> {
  const built = new URL("../dist/runtime/workflow/index.js", import.meta.url);
  if (existsSync(built)) return (await import(built.href)) as Engine;
  console.log("Without `npm run build` the engine is measured as this loader gives it, which is slower.");
  return import("../runtime/workflow/index.ts");
}

async function measure(engine: Engine, nodes: number): Promise<Record<Contestant, Times>> {
  const { createCache, execute } = engine;
  const registry = nodesOf(engine);
  const prompt = graph(engine, nodes);
  const cache = createCache();
  await execute(prompt, { registry, cache });
  const copies = Array.from({ length: 40 }, () => structuredClone(prompt));
  const times = await race<Contestant>(
    {
      "first run": () => execute(prompt, { registry, cache: createCache() }),
      "again, parsed anew": () => execute(copies.pop() ?? prompt, { registry, cache }),
      again: () => execute(prompt, { registry, cache }),
      "plain awaited loop": plainLoop(engine, prompt),
    },
    { rounds: 21, warmup: 15 },
  );
  const perNode = (name: Contestant) => `${((times[name].median / nodes) * 1000).toFixed(2)} µs a node`;
  const loop = times["plain awaited loop"];
  report(`${nodes} nodes that each read from two others`, times, [
    `first run ${perNode("first run")}, again ${perNode("again")}, again but parsed anew ${perNode("again, parsed anew")}`,
    `a plain awaited loop over the same functions ${perNode("plain awaited loop")}: ${ratio(loop, times["first run"]).toFixed(0)} times as fast as a first run, ${ratio(loop, times.again).toFixed(1)} times as fast as a cached one`,
  ]);
  return times;
}

function nodesOf({ createRegistry, defineNode, port }: Engine): Registry {
  const mix = defineNode({
    type: "bench/mix",
    version: 1,
    title: "Mix",
    category: "bench",
    description: "As little work as a node can do.",
    output: false,
    inputs: { a: port.integer(), b: port.integer({ default: 1 }) },
    outputs: { sum: port.integer() },
    run: ({ a, b }) => ({ sum: (a + b) % 1_000_003 }),
  });
  return createRegistry([mix, defineNode({ ...mix, type: "bench/end", output: true })]);
}

/** Nodes that each read from the one before and from one a few places further back; the last is the output. */
function graph({ nodeId }: Engine, nodes: number): Prompt {
  const link = (to: number) => ({ kind: "link", node: nodeId(to), slot: 0 }) as const;
  const made = Array.from({ length: nodes }, (_, i): PromptNode => {
    const id = nodeId(i);
    if (i === 0) return { id, type: "bench/mix", title: "", inputs: { a: { kind: "value", value: 1 } } };
    const type = i === nodes - 1 ? "bench/end" : "bench/mix";
    return { id, type, title: "", inputs: { a: link(i - 1), b: link(Math.max(0, i - 7)) } };
  });
  return new Map(made.map((node) => [node.id, node]));
}

/** The rival: the same node functions in the same order, each awaited, and nothing else. */
function plainLoop(engine: Engine, prompt: Prompt): () => Promise<unknown> {
  const { plan, nodeId, canonicalKey } = engine;
  const { steps } = plan(prompt, nodesOf(engine), [nodeId(prompt.size - 1)], canonicalKey);
  const context = {} as NodeContext;
  return async () => {
    const sums: unknown[] = [];
    for (const { definition, inputs } of steps) {
      const values: Record<string, unknown> = {};
      for (const { name, wire } of inputs) {
        if (wire.kind === "step") values[name] = sums[wire.step];
        else if (wire.kind === "value") values[name] = wire.value;
      }
      const made = (await definition.run(values, context)) as Readonly<Record<string, unknown>>;
      sums.push(made.sum);
    }
    return sums.at(-1);
  };
}

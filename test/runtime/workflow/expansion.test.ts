import { describe, expect, test } from "vitest";
import { createExpansion, createRegistry, defineNode, port } from "../../../runtime/workflow/index.ts";
import { about, add, fail, show } from "./fakes.ts";
import { type Graph, runGraph, strategies } from "./run-graph.ts";

/** A for loop as nodes made it before there were loops: it adds `n`, then makes the same with one less. */
const forLoop = defineNode({
  ...about,
  type: "test/for",
  expand: true,
  inputs: { n: port.integer(), so_far: port.integer() },
  outputs: { sum: port.integer() },
  run: ({ n, so_far }) => {
    if (n === 0) return { sum: so_far };
    const graph = createExpansion();
    const { sum } = graph.node("add", add, { a: so_far, b: n });
    graph.nodeOfType("next", "test/for", { n: n - 1, so_far: sum });
    return graph.expand({ sum: graph.link<number>("next", "sum") });
  },
});

const flags = defineNode({
  ...about,
  type: "test/flags",
  inputs: { text: port.text() },
  outputs: { flags: port.list(port.boolean()) },
  run: ({ text }) => ({ flags: [...text].map((letter) => letter === "a") }),
});

const asked: unknown[] = [];
const choose = defineNode({
  ...about,
  type: "test/choose",
  inputs: { first: port.boolean(), a: port.lazy(port.any()), b: port.lazy(port.any()) },
  outputs: { value: port.any() },
  wants: ({ first }) => {
    asked.push(first);
    return first ? ["a"] : ["b"];
  },
  run: ({ first, a, b }) => ({ value: first ? a : b }),
});

/** Fails within the graph that it makes. */
const failInside = defineNode({
  ...about,
  type: "test/fail-inside",
  expand: true,
  inputs: {},
  outputs: { sum: port.integer() },
  run: () => {
    const graph = createExpansion();
    const one = graph.node("one", add, { a: 0, b: 1 });
    return graph.expand({ sum: graph.node("bad", fail, { a: one.sum }).sum });
  },
});

const nodes = createRegistry([add, fail, show, forLoop, flags, choose, failInside]);

describe.each(strategies)("with %s", (_, createCache, keeps) => {
  test("X3: a loop that makes itself anew gives the right result in the right number of nodes", async () => {
    const cache = createCache();
    const graph = (n: number): Graph => ({
      loop: ["test/for", { n, so_far: 0 }],
      out: ["fake/show", { value: ["loop", 0] }],
    });
    const { made, ran } = await runGraph(graph(10), nodes, { cache });
    expect(made()).toBe(55);
    expect(ran.filter((id) => id.endsWith(".add"))).toHaveLength(10);
    expect(ran.filter((id) => /loop|next$/.test(id) && !id.endsWith("add"))).toHaveLength(11);
    expect((await runGraph(graph(10), nodes, { cache })).ran).toHaveLength(keeps ? 0 : 22);
    expect((await runGraph(graph(3), nodes, { cache })).made()).toBe(6);
  });

  test("X5: what a node wants is decided for each item of a list, and all that any wants runs", async () => {
    const graph = (text: string): Graph => ({
      f: ["test/flags", { text }],
      a: ["fake/add", { a: 1 }],
      b: ["fake/add", { a: 2 }],
      x: ["test/choose", { first: ["f", 0], a: ["a", 0], b: ["b", 0] }],
      out: ["fake/show", { value: ["x", 0] }],
    });
    const cache = createCache();
    asked.length = 0;
    const mixed = await runGraph(graph("aba"), nodes, { cache });
    expect([mixed.made(), mixed.ran.toSorted()]).toEqual([
      [2, 3, 2],
      ["a", "b", "f", "out", "x"],
    ]);
    expect(asked).toEqual([true, false, true, true, false, true]);
    const one = await runGraph(graph("aa"), nodes, { cache: createCache() });
    expect([one.made(), one.ran]).toEqual([
      [2, 2],
      ["f", "a", "x", "out"],
    ]);
  });

  test("X8: a node of a made graph has an id of its own and names the node of the file as its display", async () => {
    const graph: Graph = { loop: ["test/for", { n: 2, so_far: 0 }], out: ["fake/show", { value: ["loop", 0] }] };
    const { events, traces } = await runGraph(graph, nodes, { cache: createCache() });
    const inside = "loop.0.next.0.add";
    expect(traces.map(({ node }) => node)).toContain(inside);
    for (const event of [...events, ...traces])
      if ("node" in event) expect(event.display).toBe(event.node === "out" ? "out" : "loop");
    const bad = runGraph({ f: ["test/fail-inside"], out: ["fake/show", { value: ["f", 0] }] }, nodes);
    await expect(bad).rejects.toMatchObject({
      code: "WORKFLOW_NODE_FAILED",
      message: expect.stringMatching(/^Node f \(.*, made as f\.0\.bad\) failed/),
      details: { node: "f.0.bad", display: "f" },
    });
  });
});

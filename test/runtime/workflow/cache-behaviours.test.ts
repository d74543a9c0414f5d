import { describe, expect, test } from "vitest";
import { createExpansion, createRegistry, defineNode, port } from "../../../runtime/workflow/index.ts";
import { about, add, show } from "./fakes.ts";
import { type Graph, runGraph, strategies } from "./run-graph.ts";

/** Reads a number from beside the graph, and keeps what its fingerprint was shown. */
function createGauge(first: number) {
  const world = { level: first };
  const seen: unknown[] = [];
  const gauge = defineNode({
    ...about,
    type: "test/gauge",
    inputs: { scale: port.integer(), offset: port.integer() },
    outputs: { value: port.integer() },
    fingerprint: (inputs) => {
      seen.push(inputs);
      return world.level;
    },
    run: ({ scale, offset }) => ({ value: world.level * scale + offset }),
  });
  return { world, seen, nodes: createRegistry([add, show, gauge]) };
}

/** Adds one by a graph of one node; `label` is for nobody. */
const plusOne = defineNode({
  ...about,
  type: "test/plus-one",
  expand: true,
  inputs: { a: port.integer(), label: port.text() },
  outputs: { sum: port.integer() },
  run: ({ a }) => {
    const graph = createExpansion();
    return graph.expand({ sum: graph.node("inner", add, { a, b: 1 }).sum });
  },
});

const gauged: Graph = {
  a: ["fake/add", { a: 1, b: 1 }],
  g: ["test/gauge", { scale: 10, offset: ["a", 0] }],
  out: ["fake/show", { value: ["g", 0] }],
};

/** An editor's file: Plus (a subgraph of one Add with the constant `b`) of an Add, shown. */
function withSubgraph(b: number): string {
  const wire = (id: number, [from, slot]: readonly [number, number], [to, toSlot]: readonly [number, number]) => ({
    id,
    origin_id: from,
    origin_slot: slot,
    target_id: to,
    target_slot: toSlot,
    type: "INT",
  });
  const input = (name: string, link: number) => ({ name, type: "INT", link });
  const output = { name: "sum", type: "INT" };
  const id = "11111111-2222-4333-8444-555555555555";
  const plus = {
    id,
    name: "Plus",
    version: 1,
    inputNode: { id: -10 },
    outputNode: { id: -20 },
    inputs: [{ id: "i", name: "x", type: "INT", linkIds: [1] }],
    outputs: [{ id: "o", name: "sum", type: "INT", linkIds: [2] }],
    nodes: [{ id: 5, type: "fake/add", mode: 0, inputs: [input("a", 1)], outputs: [output], widgets_values: [0, b] }],
    links: [wire(1, [-10, 0], [5, 0]), wire(2, [5, 0], [-20, 0])],
  };
  const nodes = [
    { id: 1, type: "fake/add", mode: 0, outputs: [output], widgets_values: [1, 1] },
    { id: 2, type: id, mode: 0, inputs: [input("x", 10)], outputs: [output] },
    { id: 3, type: "fake/show", mode: 0, inputs: [{ name: "value", type: "*", link: 11 }] },
  ];
  const links = [wire(10, [1, 0], [2, 0]), wire(11, [2, 0], [3, 0])];
  return JSON.stringify({ version: 1, state: {}, nodes, links, definitions: { subgraphs: [plus] } });
}

describe.each(strategies)("with %s", (_, createCache, keeps) => {
  test("E4: a node with a fingerprint reruns exactly when it changes, and nothing before it", async () => {
    const { world, nodes } = createGauge(5);
    const cache = createCache();
    expect((await runGraph(gauged, nodes, { cache })).made()).toBe(52);
    const same = await runGraph(gauged, nodes, { cache });
    expect([same.made(), same.ran]).toEqual([52, keeps ? [] : ["a", "g", "out"]]);
    world.level = 6;
    const changed = await runGraph(gauged, nodes, { cache });
    expect([changed.made(), changed.ran]).toEqual([62, keeps ? ["g", "out"] : ["a", "g", "out"]]);
    expect((await runGraph(gauged, nodes, { cache })).ran).toEqual(keeps ? [] : ["a", "g", "out"]);
  });

  test("E5: a fingerprint sees what the file gives and nothing of what is linked", async () => {
    const { seen, nodes } = createGauge(5);
    const result = await runGraph(gauged, nodes, { cache: createCache() });
    expect(result.made()).toBe(52);
    expect(seen).toEqual([expect.objectContaining({ scale: 10, offset: undefined })]);
  });

  test("E7: a run whose outputs are all cached lists them and their files, and says what they said", async () => {
    const cache = createCache();
    const nodes = createRegistry([add, show]);
    const graph: Graph = { a: ["fake/add", { a: 1, b: 1 }], out: ["fake/show", { value: ["a", 0] }] };
    await runGraph(graph, nodes, { cache, folder: "here" });
    const again = await runGraph(graph, nodes, { cache, folder: "here" });
    expect([again.made(), again.files, again.nodes("cached")]).toEqual([2, ["here/2.txt"], keeps ? ["a", "out"] : []]);
    expect(again.events.flatMap((event) => (event.type === "node-text" ? [event.text] : []))).toEqual(["2"]);
  });

  test("E10: a subgraph that did not change does nothing; an edit inside reruns what is inside and behind", async () => {
    const cache = createCache();
    const nodes = createRegistry([add, show]);
    const run = async (b: number) => {
      const { made, ran } = await runGraph(withSubgraph(b), nodes, { cache });
      return [made("3"), ran];
    };
    const all = ["1", "2:5", "3"];
    expect(await run(3)).toEqual([5, all]);
    expect(await run(3)).toEqual([5, keeps ? [] : all]);
    expect(await run(4)).toEqual([6, keeps ? ["2:5", "3"] : all]);
  });

  test("E10: a cached output does not pull what made it; `no_cache` runs each time", async () => {
    const cache = createCache();
    const nodes = createRegistry([add, show]);
    const graph = (a: object) => JSON.stringify({ a, out: { class_type: "fake/show", inputs: { value: ["a", 0] } } });
    const kept = { class_type: "fake/add", inputs: { a: 1, b: 1 } };
    await runGraph(graph(kept), nodes, { cache });
    expect((await runGraph(graph(kept), nodes, { cache })).ran).toEqual(keeps ? [] : ["a", "out"]);
    const never = graph({ ...kept, no_cache: true });
    await runGraph(never, nodes, { cache });
    expect((await runGraph(never, nodes, { cache })).ran).toEqual(["a", "out"]);
  });

  test("E10: a graph that a node makes again finds its own nodes in the cache", async () => {
    const cache = createCache();
    const nodes = createRegistry([add, show, plusOne]);
    const graph = (label: string): Graph => ({
      p: ["test/plus-one", { a: 4, label }],
      out: ["fake/show", { value: ["p", 0] }],
    });
    expect((await runGraph(graph("one"), nodes, { cache })).ran).toEqual(["p.0.inner", "p", "out"]);
    expect((await runGraph(graph("one"), nodes, { cache })).ran).toEqual(keeps ? [] : ["p.0.inner", "p", "out"]);
    const other = await runGraph(graph("two"), nodes, { cache });
    expect([other.made(), other.ran]).toEqual([5, keeps ? ["p", "out"] : ["p.0.inner", "p", "out"]]);
  });

  test("V9: an omitted input takes its default, a given value wins, and null is delivered", async () => {
    const seen: unknown[] = [];
    const probe = defineNode({
      ...about,
      type: "test/probe",
      output: true,
      inputs: { size: port.integer({ default: 3 }), extra: port.optional(port.any()) },
      outputs: {},
      run: (inputs) => {
        seen.push(inputs);
        return {};
      },
    });
    const nodes = createRegistry([probe, add]);
    const cache = createCache();
    const linked = JSON.stringify({
      a: { class_type: "test/probe", inputs: {} },
      b: { class_type: "test/probe", inputs: { size: 4, extra: null } },
      c: { class_type: "test/probe", inputs: { extra: ["d", 0] } },
      d: { class_type: "fake/add", inputs: { a: 1 } },
    });
    await runGraph(linked, nodes, { cache });
    expect(seen).toEqual([
      { size: 3, extra: undefined },
      { size: 4, extra: null },
      { size: 3, extra: 2 },
    ]);
  });
});

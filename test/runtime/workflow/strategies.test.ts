import { describe, expect, test } from "vitest";
import {
  block,
  createExpansion,
  createRegistry,
  defineNode,
  type ExecuteOptions,
  explain,
  explainText,
  mapEnd,
  mapStart,
  nodeId,
  port,
} from "../../../runtime/workflow/index.ts";
import { about, add, fail, show } from "./fakes.ts";
import { type Graph, runGraph, strategies } from "./run-graph.ts";

/** Whole numbers from 0; the second is blocked. */
const list = defineNode({
  ...about,
  type: "test/list",
  inputs: { count: port.integer() },
  outputs: { items: port.list(port.integer()) },
  run: ({ count }) => ({ items: Array.from({ length: count }, (_, i) => (i === 1 ? block("odd one") : i)) }),
});

const choose = defineNode({
  ...about,
  type: "test/choose",
  inputs: { first: port.boolean(), a: port.lazy(port.any()), b: port.lazy(port.any()) },
  outputs: { value: port.any() },
  wants: ({ first }) => (first ? ["a"] : ["b"]),
  run: ({ first, a, b }) => ({ value: first ? a : b }),
});

/** Adds two by a graph of two nodes; above five it gives a number at once. */
const addTwo = defineNode({
  ...about,
  type: "test/add-two",
  expand: true,
  inputs: { a: port.integer() },
  outputs: { sum: port.integer() },
  run: ({ a }) => {
    if (a > 5) return { sum: -1 };
    const graph = createExpansion();
    const once = graph.node("once", add, { a, b: 1 });
    return graph.expand({ sum: graph.node("twice", add, { a: once.sum, b: 1 }).sum });
  },
});

const ring = defineNode({
  ...about,
  type: "test/ring",
  expand: true,
  inputs: {},
  outputs: { sum: port.integer() },
  run: () => {
    const graph = createExpansion();
    graph.nodeOfType("a", "fake/add", { a: graph.link("b", 0) });
    graph.nodeOfType("b", "fake/add", { a: graph.link("a", 0) });
    return graph.expand({ sum: graph.link<number>("a", 0) });
  },
});

const notANumber = defineNode({
  ...about,
  type: "test/nan",
  inputs: {},
  outputs: { value: port.number() },
  fingerprint: () => Number.NaN,
  run: () => ({ value: 1 }),
});

const nodes = createRegistry([add, show, fail, list, choose, addTwo, ring, notANumber, mapStart, mapEnd]);
const run = (graph: Graph, options: Partial<ExecuteOptions> = {}) => runGraph(graph, nodes, options);

const chain = (first: number): Graph => ({
  a: ["fake/add", { a: first, b: 1 }],
  b: ["fake/add", { a: 10, b: 1 }],
  c: ["fake/add", { a: ["a", 0], b: ["b", 0] }],
  out: ["fake/show", { value: ["c", 0] }],
});

describe.each(strategies)("with %s", (_, createCache, keeps) => {
  test("E1: of a lazy choice only the wanted branch runs", async () => {
    const result = await run({
      a: ["fake/add", { a: 1, b: 1 }],
      b: ["fake/fail"],
      i: ["test/choose", { first: true, a: ["a", 0], b: ["b", 0] }],
      out: ["fake/show", { value: ["i", 0] }],
    });
    expect([result.made(), result.ran]).toEqual([2, ["a", "i", "out"]]);
  });

  test("E2: the same workflow again runs no node at all", async () => {
    const cache = createCache();
    await run(chain(1), { cache });
    expect((await run(chain(1), { cache })).ran).toEqual(keeps ? [] : ["a", "b", "c", "out"]);
  });

  test("E3: a changed leaf reruns only what is downstream, and explain says which input changed", async () => {
    const cache = createCache();
    await run(chain(1), { cache });
    const result = await run(chain(2), { cache });
    expect(result.made()).toBe(14);
    expect(result.ran).toEqual(keeps ? ["a", "c", "out"] : ["a", "b", "c", "out"]);
    const trace = result.traces.find(({ node }) => node === "a");
    expect(trace && explainText(explain(trace))).toMatch(keeps ? /^input a changed from 1 to 2$/ : /./);
  });

  test("E6: what two outputs need is computed once", async () => {
    const result = await run({
      a: ["fake/add", { a: 1, b: 1 }],
      out: ["fake/show", { value: ["a", 0] }],
      other: ["fake/show", { value: ["a", 0] }],
    });
    expect([result.made(), result.made("other"), result.ran.filter((id) => id === "a")]).toEqual([2, 2, ["a"]]);
  });

  test("E8: a fingerprint that is not equal to itself never hits", async () => {
    const cache = createCache();
    const graph: Graph = { n: ["test/nan"], out: ["fake/show", { value: ["n", 0] }] };
    await run(graph, { cache });
    expect((await run(graph, { cache })).ran).toContain("n");
  });

  test("E9: a change in a lazy branch that was not wanted changes nothing", async () => {
    const cache = createCache();
    const graph = (unwanted: number): Graph => ({
      a: ["fake/add", { a: 1, b: 1 }],
      b: ["fake/add", { a: unwanted, b: 1 }],
      i: ["test/choose", { first: true, a: ["a", 0], b: ["b", 0] }],
      out: ["fake/show", { value: ["i", 0] }],
    });
    await run(graph(1), { cache });
    expect((await run(graph(2), { cache })).ran).toEqual(keeps ? [] : ["a", "i", "out"]);
  });

  test("V5: a cycle made by expansion is blamed on the node that made it", async () => {
    const running = run({ r: ["test/ring"], out: ["fake/show", { value: ["r", 0] }] });
    await expect(running).rejects.toMatchObject({ code: "WORKFLOW_NODE_FAILED", details: { node: "r" } });
  });

  test("X1: after a node that throws the next run works", async () => {
    const cache = createCache();
    const bad = run({ f: ["fake/fail"], out: ["fake/show", { value: ["f", 0] }] }, { cache });
    await expect(bad).rejects.toMatchObject({ code: "WORKFLOW_NODE_FAILED", details: { node: "f" } });
    expect((await run(chain(1), { cache })).made()).toBe(13);
  });

  test("X2, X4: a blocked item stops alone, and expansions and numbers of a list keep their order", async () => {
    const result = await run({
      l: ["test/list", { count: 8 }],
      t: ["test/add-two", { a: ["l", 0] }],
      out: ["fake/show", { value: ["t", 0] }],
    });
    const items = result.made() as readonly unknown[];
    expect(items.map((item) => (typeof item === "object" ? "blocked" : item))).toEqual([
      2,
      "blocked",
      4,
      5,
      6,
      7,
      -1,
      -1,
    ]);
  });

  test("a map pair gives each round one item and collects what the rounds make", async () => {
    const result = await run({
      l: ["test/list", { count: 1 }],
      s: ["nextscale/map-start", { value1: ["l", 0] }],
      a: ["fake/add", { a: ["s", 3], b: 5 }],
      e: ["nextscale/map-end", { loop: ["s", 0], value1: ["a", 0] }],
      out: ["fake/show", { value: ["e", 0] }],
    });
    expect(result.made()).toEqual([5]);
  });

  test("P1–P3: named outputs run with what they need, others do not", async () => {
    const graph: Graph = {
      a: ["fake/add", { a: 1, b: 1 }],
      b: ["fake/add", { a: 5, b: 5 }],
      out: ["fake/show", { value: ["a", 0] }],
      other: ["fake/show", { value: ["b", 0] }],
    };
    const result = await run(graph, { targets: [nodeId("out")] });
    expect([result.made(), result.made("other"), result.ran]).toEqual([2, undefined, ["a", "out"]]);
  });

  test("P4: a named output behind a lazy choice runs what is wanted and nothing else", async () => {
    const graph: Graph = {
      a: ["fake/add", { a: 1, b: 1 }],
      b: ["fake/fail"],
      i: ["test/choose", { first: true, a: ["a", 0], b: ["b", 0] }],
      out: ["fake/show", { value: ["i", 0] }],
      other: ["fake/show", { value: ["b", 0] }],
    };
    const result = await run(graph, { targets: [nodeId("out")] });
    expect([result.made(), result.ran]).toEqual([2, ["a", "i", "out"]]);
  });

  test("P5: several named outputs run together, and what they share runs once", async () => {
    const graph: Graph = {
      a: ["fake/add", { a: 1, b: 1 }],
      b: ["fake/add", { a: ["a", 0], b: 1 }],
      one: ["fake/show", { value: ["a", 0] }],
      two: ["fake/show", { value: ["b", 0] }],
      three: ["fake/fail"],
    };
    const result = await run(graph, { targets: [nodeId("two"), nodeId("one")] });
    expect([result.made("one"), result.made("two"), result.ran.toSorted()]).toEqual([2, 3, ["a", "b", "one", "two"]]);
  });

  test("P6: an empty list of outputs is an error", async () => {
    await expect(run(chain(1), { targets: [] })).rejects.toMatchObject({ code: "WORKFLOW_INVALID" });
  });
});

import { describe, expect, test } from "vitest";
import {
  canonicalKey,
  createCache,
  createRegistry,
  defineNode,
  noCache,
  nodeId,
  plan,
  port,
  printPlan,
  readWorkflow,
} from "../../../runtime/workflow/index.ts";
import { about, api, registry, runText } from "./fakes.ts";
import { type Graph, runGraph, strategies } from "./run-graph.ts";

test("the body runs once per round with the values of the round before", async () => {
  const { shown, events } = await runText(
    api({
      out: ["fake/show", { value: ["end", 0] }],
      one: ["fake/add", { a: 0, b: 1 }],
      start: ["nextscale/loop-start", { count: 4, value1: ["one", 0] }],
      double: ["fake/add", { a: ["start", 3], b: ["start", 3] }],
      fixed: ["fake/add", { a: 0, b: 0 }],
      sum: ["fake/add", { a: ["double", 0], b: ["fixed", 0] }],
      end: ["nextscale/loop-end", { loop: ["start", 0], value1: ["sum", 0] }],
    }),
  );
  expect(shown).toEqual(["16"]);
  const starts = events.flatMap((event) => (event.type === "node-start" ? [event.node] : []));
  expect(starts.filter((id) => id === "double")).toHaveLength(4);
  expect(starts.filter((id) => id === "fixed")).toHaveLength(1);
  const rounds = events.flatMap((event) =>
    event.type === "node-progress" ? [[event.node, event.done, event.total]] : [],
  );
  expect(rounds).toEqual([0, 1, 2, 3, 4].map((done) => ["end", done, 4]));
});

test("an output inside a loop speaks in every round, under its iteration", async () => {
  const { shown, events } = await runText(
    api({
      start: ["nextscale/loop-start", { count: 3 }],
      each: ["fake/show", { value: ["start", 1] }],
      end: ["nextscale/loop-end", { loop: ["start", 0] }],
    }),
  );
  expect(shown).toEqual(["0", "1", "2"]);
  expect(events.flatMap((event) => (event.type === "node-text" ? [event.iteration] : []))).toEqual([[0], [1], [2]]);
});

test("a loop inside a loop runs for each of the outer's rounds", async () => {
  const { shown } = await runText(
    api({
      zero: ["fake/add", { a: 0, b: 0 }],
      outer: ["nextscale/loop-start", { count: 3, value1: ["zero", 0] }],
      inner: ["nextscale/loop-start", { count: 2, value1: ["outer", 3] }],
      add: ["fake/add", { a: ["inner", 3], b: ["outer", 1] }],
      innerEnd: ["nextscale/loop-end", { loop: ["inner", 0], value1: ["add", 0] }],
      outerEnd: ["nextscale/loop-end", { loop: ["outer", 0], value1: ["innerEnd", 0] }],
      out: ["fake/show", { value: ["outerEnd", 0] }],
    }),
  );
  expect(shown).toEqual(["6"]);
});

test("no rounds hand on what the loop began with; a value that nothing changes stays", async () => {
  const loop = (count: number) =>
    api({
      one: ["fake/add", { a: 0, b: 1 }],
      start: ["nextscale/loop-start", { count, value1: ["one", 0] }],
      end: ["nextscale/loop-end", { loop: ["start", 0] }],
      out: ["fake/show", { value: ["end", 0] }],
    });
  expect((await runText(loop(0))).shown).toEqual(["1"]);
  expect((await runText(loop(2))).shown).toEqual(["1"]);
});

test("a failure in a round ends the loop and names the node", async () => {
  const text = api({
    start: ["nextscale/loop-start", { count: 3 }],
    bad: ["fake/fail", { a: ["start", 1] }],
    end: ["nextscale/loop-end", { loop: ["start", 0], value1: ["bad", 0] }],
    out: ["fake/show", { value: ["end", 0] }],
  });
  await expect(runText(text)).rejects.toMatchObject({ code: "WORKFLOW_NODE_FAILED", details: { node: "bad" } });
});

test("an abort ends a loop between two rounds", async () => {
  const stop = new AbortController();
  const text = api({
    start: ["nextscale/loop-start", { count: 1000 }],
    add: ["fake/add", { a: ["start", 1] }],
    end: ["nextscale/loop-end", { loop: ["start", 0], value1: ["add", 0] }],
    out: ["fake/show", { value: ["end", 0] }],
  });
  let rounds = 0;
  const run = runText(text, {
    signal: stop.signal,
    onEvent: (event) => {
      if (event.type !== "node-progress") return;
      rounds += 1;
      if (event.done === 5) stop.abort();
    },
  });
  await expect(run).rejects.toMatchObject({ code: "WORKFLOW_ABORTED" });
  expect(rounds).toBe(6);
});

test("the plan puts the body of a loop into its step", () => {
  const text = api({
    out: ["fake/show", { value: ["end", 0] }],
    start: ["nextscale/loop-start", { count: 2 }],
    add: ["fake/add", { a: ["start", 1] }],
    end: ["nextscale/loop-end", { loop: ["start", 0], value1: ["add", 0] }],
  });
  const steps = plan(readWorkflow(text, registry), registry, [nodeId("out")], canonicalKey);
  expect(printPlan(steps)).toBe(
    ["0 end (nextscale/loop-end) count=2", "  0* add (fake/add) a=$1", "1* out (fake/show) value=0.0"].join("\n"),
  );
});

const choose = defineNode({
  ...about,
  type: "test/choose",
  inputs: { first: port.boolean(), a: port.lazy(port.any()), b: port.lazy(port.any()) },
  outputs: { value: port.any() },
  wants: ({ first }) => (first ? ["a"] : ["b"]),
  run: ({ first, a, b }) => ({ value: first ? a : b }),
});
const isFirst = defineNode({
  ...about,
  type: "test/is-first",
  inputs: { index: port.integer() },
  outputs: { first: port.boolean() },
  run: ({ index }) => ({ first: index === 0 }),
});

describe.each(strategies)("lazy inputs inside a loop, with %s", (_, createCache, keeps) => {
  const nodes = createRegistry([...registry.values(), choose, isFirst]);
  const loop = (count: number, inside: Graph): Graph => ({
    zero: ["fake/add", { a: 0, b: 0 }],
    start: ["nextscale/loop-start", { count, value1: ["zero", 0] }],
    first: ["test/is-first", { index: ["start", 1] }],
    end: ["nextscale/loop-end", { loop: ["start", 0], value1: ["chosen", 0] }],
    out: ["fake/show", { value: ["end", 0] }],
    ...inside,
  });

  test("what is around the loop runs only when a round wants it, and once", async () => {
    const graph = (count: number) =>
      loop(count, {
        bad: ["fake/fail"],
        around: ["fake/add", { a: 4 }],
        behind: ["fake/add", { a: ["bad", 0], b: ["start", 1] }],
        mine: ["fake/add", { a: ["around", 0], b: ["start", 1] }],
        chosen: ["test/choose", { first: ["first", 0], a: ["mine", 0], b: ["behind", 0] }],
      });
    const cache = createCache();
    const { made, ran } = await runGraph(graph(1), nodes, { cache });
    expect([made(), ran.filter((id) => id === "around"), ran.includes("bad")]).toEqual([5, ["around"], false]);
    await expect(runGraph(graph(2), nodes, { cache })).rejects.toMatchObject({ details: { node: "bad" } });
    const direct = loop(3, {
      bad: ["fake/fail"],
      around: ["fake/add", { a: 4 }],
      chosen: ["test/choose", { first: true, a: ["around", 0], b: ["bad", 0] }],
    });
    expect((await runGraph(direct, nodes, { cache })).made()).toBe(5);
  });

  test("a loop in a loop asks both for what is around them", async () => {
    const graph = loop(2, {
      bad: ["fake/fail"],
      around: ["fake/add", { a: 4 }],
      inner: ["nextscale/loop-start", { count: 2, value1: ["start", 3] }],
      pick: ["test/choose", { first: ["first", 0], a: ["around", 0], b: ["start", 2] }],
      never: ["test/choose", { first: true, a: ["pick", 0], b: ["bad", 0] }],
      sum: ["fake/add", { a: ["inner", 3], b: ["never", 0] }],
      innerEnd: ["nextscale/loop-end", { loop: ["inner", 0], value1: ["sum", 0] }],
      chosen: ["fake/add", { a: ["innerEnd", 0], b: 0 }],
    });
    const { made } = await runGraph(graph, nodes, { cache: createCache() });
    expect(made()).toBe(2 * 5 + 2 * 2);
  });

  test("a loop with a choice in it is reused as a whole, whatever the choice left out", async () => {
    const graph: Graph = loop(3, {
      around: ["fake/add", { a: 4 }],
      chosen: ["test/choose", { first: ["first", 0], a: ["around", 0], b: ["start", 3] }],
    });
    const cache = createCache();
    expect((await runGraph(graph, nodes, { cache })).made()).toBe(5);
    const again = await runGraph(graph, nodes, { cache });
    expect([again.made(), again.ran.length]).toEqual([5, keeps ? 0 : 10]);
  });

  test("a lazy input that reads what an eager one reads is there when it is wanted", async () => {
    const graph: Graph = {
      a: ["test/is-first", { index: 0 }],
      x: ["test/choose", { first: ["a", 0], a: ["a", 0], b: ["a", 0] }],
      out: ["fake/show", { value: ["x", 0] }],
    };
    expect((await runGraph(graph, nodes, { cache: createCache() })).made()).toBe(true);
  });
});

test("a round that asks at once for what is done around its loop does not end the run", async () => {
  const nodes = createRegistry([...registry.values(), choose]);
  const graph: Graph = {
    done: ["fake/add", { a: 0, b: 4 }],
    start: ["nextscale/loop-start", { count: 1, value1: ["done", 0] }],
    chosen: ["test/choose", { first: false, a: ["start", 3], b: ["done", 0] }],
    end: ["nextscale/loop-end", { loop: ["start", 0], value1: ["chosen", 0] }],
    out: ["fake/show", { value: ["end", 0] }],
  };
  const cache = createCache(noCache); // it keeps no result, but knows in the second run what is wanted
  for (const round of ["first", "again"]) {
    expect((await runGraph(graph, nodes, { cache })).made(), round).toBe(4);
  }
});

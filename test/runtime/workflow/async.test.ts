import { describe, expect, test } from "vitest";
import {
  block,
  createExpansion,
  createRegistry,
  defineNode,
  type NodeContext,
  port,
} from "../../../runtime/workflow/index.ts";
import { about, add, fail, show, wait } from "./fakes.ts";
import { createMeeting, type Graph, runGraph, strategies } from "./run-graph.ts";

const soon = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Adds one, later. */
const later = defineNode({
  ...about,
  type: "test/later",
  inputs: { a: port.integer() },
  outputs: { sum: port.integer() },
  validate: async ({ a }) => {
    await soon();
    return a === 13 ? "Thirteen is not taken." : null;
  },
  run: async ({ a }) => {
    await soon();
    return { sum: a + 1 };
  },
});

const failLater = defineNode({
  ...about,
  type: "test/fail-later",
  inputs: { a: port.integer({ default: 0 }) },
  outputs: { sum: port.integer() },
  run: async () => {
    await soon();
    throw new Error("Too late.");
  },
});

/** Gives up by itself. */
const timeout = defineNode({
  ...about,
  type: "test/timeout",
  inputs: {},
  outputs: { sum: port.integer() },
  run: () =>
    new Promise<never>((_, reject) => {
      const own = AbortSignal.timeout(1);
      own.addEventListener("abort", () => reject(own.reason));
    }),
});

const choose = defineNode({
  ...about,
  type: "test/choose",
  inputs: { first: port.boolean(), a: port.lazy(port.any()), b: port.lazy(port.any()) },
  outputs: { value: port.any() },
  wants: async ({ first }) => {
    await soon();
    return first ? ["a"] : ["b"];
  },
  run: async ({ first, a, b }) => {
    await soon();
    return { value: first ? a : b };
  },
});

const upTo = defineNode({
  ...about,
  type: "test/up-to",
  inputs: { count: port.integer() },
  outputs: { items: port.list(port.integer()) },
  run: async ({ count }) => ({ items: Array.from({ length: count }, (_, i) => (i === 1 ? block("odd one") : i)) }),
});

/** A node that waits for `size` of its kind. */
const meetingOf = (size: number, wait = createMeeting(size)) =>
  defineNode({
    ...about,
    type: "test/meet",
    inputs: { a: port.integer() },
    outputs: { sum: port.integer() },
    run: async ({ a }) => {
      await wait();
      return { sum: a };
    },
  });

const nodes = createRegistry([add, show, fail, wait, later, failLater, timeout, choose, upTo]);
const shownSum = { out: ["fake/show", { value: ["x", 0] }] } as const satisfies Graph;

describe.each(strategies)("with %s", (_, createCache, keeps) => {
  const run = (graph: Graph, cache = createCache()) => runGraph(graph, nodes, { cache });

  test("A1, A3: what a node promises is awaited before the next begins", async () => {
    const { made, events } = await run({
      a: ["test/later", { a: 1 }],
      x: ["test/later", { a: ["a", 0] }],
      ...shownSum,
    });
    const life = events.flatMap((event) =>
      event.type === "node-start" || event.type === "node-done" ? [`${event.type} ${event.node}`] : [],
    );
    expect(made()).toBe(3);
    expect(life.slice(0, 4)).toEqual(["node-start a", "node-done a", "node-start x", "node-done x"]);
  });

  test("A2, X6: twenty nodes that wait for each other run at the same time", async () => {
    const all = createRegistry([meetingOf(20), show]);
    const graph: Graph = Object.fromEntries(
      Array.from({ length: 20 }, (_, i) => [
        [`m${i}`, ["test/meet", { a: i }]] as const,
        [`s${i}`, ["fake/show", { value: [`m${i}`, 0] }]] as const,
      ]).flat(),
    );
    const { made } = await runGraph(graph, all, { cache: createCache() });
    expect(Array.from({ length: 20 }, (_, i) => made(`s${i}`))).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  test("X7, A13: the same inside the graphs that nodes make, which they make at the same time too", async () => {
    const meet = meetingOf(8);
    const together = createMeeting(8);
    const expand = defineNode({
      ...about,
      type: "test/expand",
      expand: true,
      inputs: { a: port.integer() },
      outputs: { sum: port.integer() },
      run: async ({ a }) => {
        await together();
        const graph = createExpansion();
        return graph.expand({ sum: graph.node("m", meet, { a }).sum });
      },
    });
    const all = createRegistry([meet, expand, add, show]);
    const graph: Graph = Object.fromEntries(
      Array.from({ length: 8 }, (_, i) => [
        [`e${i}`, ["test/expand", { a: i }]] as const,
        [`s${i}`, ["fake/show", { value: [`e${i}`, 0] }]] as const,
      ]).flat(),
    );
    const { made } = await runGraph(graph, all, { cache: createCache() });
    expect(made("s7")).toBe(7);
  });

  test("A4: a node's own check is awaited and can refuse", async () => {
    const refused = run({ x: ["test/later", { a: 13 }], ...shownSum });
    await expect(refused).rejects.toMatchObject({ code: "WORKFLOW_INVALID", message: /Thirteen is not taken/ });
    const linked = run({ a: ["fake/add", { a: 12 }], x: ["test/later", { a: ["a", 0] }], ...shownSum });
    await expect(linked).rejects.toMatchObject({ code: "WORKFLOW_NODE_REFUSED", details: { node: "x" } });
  });

  test("A5, A6: an async node may ask for its lazy inputs later", async () => {
    const { made, ran } = await run({
      a: ["test/later", { a: 1 }],
      b: ["test/fail-later"],
      x: ["test/choose", { first: true, a: ["a", 0], b: ["b", 0] }],
      ...shownSum,
    });
    expect([made(), ran]).toEqual([2, ["a", "x", "out"]]);
  });

  test("A7, A9: an async failure is blamed on its node, and the next run is clean", async () => {
    const cache = createCache();
    const bad = run({ a: ["test/later", { a: 1 }], x: ["test/fail-later", { a: ["a", 0] }], ...shownSum }, cache);
    await expect(bad).rejects.toMatchObject({ code: "WORKFLOW_NODE_FAILED", details: { node: "x" } });
    const good = await run({ a: ["test/later", { a: 1 }], x: ["test/later", { a: ["a", 0] }], ...shownSum }, cache);
    expect([good.made(), good.ran]).toEqual([3, keeps ? ["x", "out"] : ["a", "x", "out"]]);
  });

  test("A8: a node's own timeout is an error like others", async () => {
    await expect(run({ x: ["test/timeout"], ...shownSum })).rejects.toMatchObject({
      code: "WORKFLOW_NODE_FAILED",
      details: { node: "x" },
      cause: { name: "TimeoutError" },
    });
  });

  test("A10: a failure stops what still works, waits for it, and leaves nothing to the next run", async () => {
    const cache = createCache();
    const done: string[] = [];
    const slow = defineNode({
      ...about,
      type: "test/slow",
      inputs: {},
      outputs: { sum: port.integer() },
      run: async (_inputs, ctx: NodeContext) => {
        await new Promise<void>((resolve) => ctx.signal.addEventListener("abort", () => resolve()));
        await soon();
        done.push("stopped");
        return { sum: 1 };
      },
    });
    const all = createRegistry([...nodes.values(), slow]);
    const both = { p: ["test/slow"], f: ["fake/fail"], x: ["fake/add", { a: ["p", 0], b: ["f", 0] }] } as const;
    const failing = runGraph({ ...both, ...shownSum }, all, { cache });
    await expect(failing).rejects.toMatchObject({ details: { node: "f" } });
    expect(done).toEqual(["stopped"]);
    const { events, ran } = await runGraph({ x: ["fake/add", { a: 1 }], ...shownSum }, all, { cache });
    expect([ran, new Set(events.flatMap((event) => ("node" in event ? [event.node] : [])))]).toEqual([
      ["x", "out"],
      new Set(["x", "out"]),
    ]);
  });

  test("A11: a blocked item passes an async node by", async () => {
    const { made, events } = await run({
      l: ["test/up-to", { count: 3 }],
      x: ["test/later", { a: ["l", 0] }],
      ...shownSum,
    });
    expect(made()).toEqual([1, expect.objectContaining({ reason: null }), 3]);
    expect(events).toContainEqual(expect.objectContaining({ type: "node-blocked", node: "x", reason: "odd one" }));
  });

  test("A12: what async nodes made is reused", async () => {
    const cache = createCache();
    const graph: Graph = { a: ["test/later", { a: 1 }], x: ["test/later", { a: ["a", 0] }], ...shownSum };
    await run(graph, cache);
    expect((await run(graph, cache)).ran).toEqual(keeps ? [] : ["a", "x", "out"]);
  });

  test("A14: what an async node holds is freed after a failure, once nobody holds it", async () => {
    const cache = createCache();
    const freed: string[] = [];
    const holding = defineNode({
      ...about,
      type: "test/holding",
      inputs: {},
      outputs: { sum: port.value<object>("TENSOR") },
      run: async () => {
        await soon();
        return { sum: { release: async () => void freed.push("tensor") } };
      },
    });
    const after = defineNode({
      ...about,
      type: "test/after",
      inputs: { tensor: port.value<object>("TENSOR") },
      outputs: { sum: port.integer() },
      run: async (): Promise<{ sum: number }> => {
        await soon();
        throw new Error("Out of luck.");
      },
    });
    const all = createRegistry([holding, after, show]);
    const graph: Graph = { h: ["test/holding"], x: ["test/after", { tensor: ["h", 0] }], ...shownSum };
    await expect(runGraph(graph, all, { cache })).rejects.toMatchObject({ details: { node: "x" } });
    expect(freed).toEqual(keeps ? [] : ["tensor"]);
    await cache.clear();
    expect([freed, cache.holds.size()]).toEqual([["tensor"], 0]);
  });

  test("A15: async nodes and others take from each other", async () => {
    const { made } = await run({
      a: ["fake/add", { a: 1 }],
      b: ["test/later", { a: ["a", 0] }],
      c: ["fake/add", { a: ["b", 0], b: ["a", 0] }],
      x: ["test/later", { a: ["c", 0] }],
      ...shownSum,
    });
    expect(made()).toBe(6);
  });
});

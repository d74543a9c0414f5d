import { describe, expect, test } from "vitest";
import { createRegistry, defineNode, mapEnd, mapStart, port } from "../../../runtime/workflow/index.ts";
import { about, add, show } from "./fakes.ts";
import { createMeeting, type Graph, runGraph, strategies } from "./run-graph.ts";

const upTo = defineNode({
  ...about,
  type: "test/up-to",
  inputs: { count: port.integer() },
  outputs: { items: port.list(port.integer()) },
  run: ({ count }) => ({ items: Array.from({ length: count }, (_, i) => i) }),
});

/** A map over 0 … count − 1, of which each round is one node of `type`. */
const mapOf = (type: string, count: number): Graph => ({
  l: ["test/up-to", { count }],
  s: ["nextscale/map-start", { value1: ["l", 0] }],
  x: [type, { a: ["s", 3] }],
  e: ["nextscale/map-end", { loop: ["s", 0], value1: ["x", 0] }],
  out: ["fake/show", { value: ["e", 0] }],
});

/** One input and output, both `a`. */
const nodeOf = (type: string, run: (a: number) => Promise<number>, output = false) =>
  defineNode({
    ...about,
    type,
    output,
    inputs: { a: port.integer() },
    outputs: { sum: port.integer() },
    run: async ({ a }) => ({ sum: await run(a) }),
  });
const nodes = [upTo, add, show, mapStart, mapEnd];

describe.each(strategies)("with %s", (_, createCache) => {
  const run = (graph: Graph, node: ReturnType<typeof nodeOf>) =>
    runGraph(graph, createRegistry([...nodes, node]), { cache: createCache() });

  test("rounds of a map are under way together, at most eight, and their results keep the order", async () => {
    const [meet, atOnce] = [createMeeting(8), { now: 0, most: 0 }];
    const node = nodeOf("test/meet", async (a) => {
      atOnce.now += 1;
      atOnce.most = Math.max(atOnce.most, atOnce.now);
      if (a < 8) await meet();
      atOnce.now -= 1;
      return 10 * a;
    });
    const { made, events } = await run(mapOf("test/meet", 20), node);
    expect(made()).toEqual(Array.from({ length: 20 }, (_, i) => 10 * i));
    expect(atOnce.most).toBe(8);
    const done = events.flatMap((event) => (event.type === "node-progress" ? [event.done] : []));
    expect(done).toEqual(Array.from({ length: 21 }, (_, i) => i));
  });

  test("rounds with an effect in them go one after the other", async () => {
    const order: string[] = [];
    const node = nodeOf(
      "test/effect",
      async (a) => {
        order.push(`begin ${a}`);
        await new Promise<void>((resolve) => setImmediate(resolve));
        order.push(`end ${a}`);
        return a;
      },
      true,
    );
    await run(mapOf("test/effect", 3), node);
    expect(order).toEqual([0, 1, 2].flatMap((a) => [`begin ${a}`, `end ${a}`]));
  });

  test("after a failed round none begins, and those under way are waited for", async () => {
    const [began, ended]: [number[], number[]] = [[], []];
    const node = nodeOf("test/bad", async (a) => {
      began.push(a);
      if (a === 3) throw new Error("Bad round.");
      await new Promise<void>((resolve) => setImmediate(resolve));
      ended.push(a);
      return a;
    });
    await expect(run(mapOf("test/bad", 20), node)).rejects.toMatchObject({ details: { node: "x" } });
    expect(began.length).toBeLessThanOrEqual(8);
    expect(ended.length).toBe(began.length - 1);
  });

  test("no item makes empty lists", async () => {
    expect(
      (
        await run(
          mapOf("fake/add", 0),
          nodeOf("test/other", async (a) => a),
        )
      ).made(),
    ).toEqual([]);
  });

  test("a list of one is not taken for the one", async () => {
    // The effect in the body makes the loop's outputs known by the keys of what was linked to its end.
    const map: Graph = { ...mapOf("fake/add", 1), effect: ["fake/show", { value: ["s", 1] }] };
    const inside: Graph = {
      ...map,
      y: ["fake/add", { a: ["x", 0] }],
      e: ["nextscale/map-end", { loop: ["s", 0], value1: ["y", 0] }],
    };
    const behind: Graph = { ...map, y: ["fake/add", { a: ["e", 0] }], other: ["fake/show", { value: ["y", 0] }] };
    const [cache, registry] = [createCache(), createRegistry(nodes)];
    await runGraph(inside, registry, { cache });
    expect((await runGraph(behind, registry, { cache })).made("other")).toEqual([2]);
  });
});

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  createCache,
  createRegistry,
  defineNode,
  type PreviewImage,
  type RunEvent,
} from "../../../runtime/workflow/index.ts";
import { about, api, runText } from "./fakes.ts";

const page = readFileSync("docs/lifecycle.md", "utf8");
const graph = api({
  1: ["fake/load-model"],
  2: ["fake/paint", { model: ["1", 0] }],
  3: ["nextscale/loop-start", { count: 2, value1: ["2", 0] }],
  4: ["fake/add", { a: ["3", 1] }],
  5: ["nextscale/loop-end", { loop: ["3", 0], value1: ["4", 0] }],
  6: ["fake/show", { value: ["5", 0] }],
});

/** The events of each node and round, in order. */
function byNode(events: readonly RunEvent[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const event of events) {
    if (!("node" in event)) continue;
    const key = [event.node, ...event.iteration].join("/");
    found.set(key, [...(found.get(key) ?? []), event.type]);
  }
  return found;
}

/** Step 6 of the page: cached and what it said; or a start, what it says, and one end. */
const lives =
  /^(node-cached( node-(text|file|metric|preview))*|node-start( node-(progress|metric|preview|text|file|log))* node-(done|error))$/;

test("a first run and a cached one go by the page", async () => {
  const cache = createCache();
  for (const round of ["first", "again"]) {
    const { events } = await runText(graph, { cache });
    expect([events[0]?.type, events.at(-1)?.type], round).toEqual(["run-start", "run-done"]);
    expect(events.filter(({ type }) => type === "run-start" || type === "run-done").length).toBe(2);
    for (const [node, life] of byNode(events)) expect(life.join(" "), `${round} ${node}`).toMatch(lives);
  }
});

test("a failed run ends with the node's error and says so last", async () => {
  const events: RunEvent[] = [];
  const failing = api({ 1: ["fake/fail"], 2: ["fake/show", { value: ["1", 0] }] });
  await expect(runText(failing, { onEvent: (event) => events.push(event) })).rejects.toThrow();
  for (const life of byNode(events).values()) expect(life.join(" ")).toMatch(lives);
  expect(events.at(-1)).toMatchObject({ type: "run-done", status: "failed" });
});

test("the page names every event", async () => {
  const { events } = await runText(graph);
  for (const { type } of events) expect(page).toContain(`\`${type}\``);
  for (const type of ["node-cached", "node-error", "node-blocked", "node-log", "node-metric"])
    expect(page).toContain(`\`${type}\``);
});

test("an output that only shows pictures shows them again when it is cached; one that writes files tells of those", async () => {
  const image: PreviewImage = { width: 1, height: 1, channels: 3, pixels: new Uint8Array(3) };
  const output = (type: string, writes: boolean) =>
    defineNode({
      ...about,
      type,
      output: true,
      inputs: {},
      outputs: {},
      run: (_inputs, ctx) => {
        ctx.preview(image);
        if (writes) ctx.file("picture.png");
        return {};
      },
    });
  const nodes = createRegistry([output("fake/look", false), output("fake/keep", true)]);
  const cache = createCache();
  const graph = api({ 1: ["fake/look"], 2: ["fake/keep"] });
  await runText(graph, { registry: nodes, cache });
  const { events } = await runText(graph, { registry: nodes, cache });
  expect(byNode(events).get("1")).toEqual(["node-cached", "node-preview"]);
  expect(byNode(events).get("2")).toEqual(["node-cached", "node-file"]);
});

test("a cached node tells its curves again, of long ones as many points as are drawn", async () => {
  const measure = defineNode({
    ...about,
    type: "fake/measure",
    output: true,
    inputs: {},
    outputs: {},
    run: (_inputs, ctx) => {
      for (let step = 1; step <= 5_000; step++) ctx.metric("loss", step, 1 / step);
      ctx.metric("reward", 1, 0.5);
      ctx.metric("reward", 2, Number.NaN);
      return {};
    },
  });
  const nodes = createRegistry([measure]);
  const cache = createCache();
  const points = async () => {
    const { events } = await runText(api({ 1: ["fake/measure"] }), { registry: nodes, cache });
    return events.flatMap((event) => (event.type === "node-metric" ? [[event.name, event.step, event.value]] : []));
  };
  expect(await points()).toHaveLength(5_001);
  const again = await points();
  expect(again.length).toBeLessThanOrEqual(1_001);
  expect(again.slice(-2)).toEqual([
    ["loss", 5_000, 1 / 5_000],
    ["reward", 1, 0.5],
  ]);
});

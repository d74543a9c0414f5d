import { expect, test } from "vitest";
import {
  createCache,
  createRegistry,
  defineNode,
  execute,
  port,
  readWorkflow,
} from "../../../runtime/workflow/index.ts";
import { about, add, api, registry, runText, show } from "./fakes.ts";

test("a run does what its outputs need, once, and nothing else", async () => {
  const { shown, events, result } = await runText(
    api({
      1: ["fake/add", { a: 1 }],
      2: ["fake/add", { a: ["1", 0], b: ["1", 0] }],
      3: ["fake/show", { value: ["2", 0] }],
      4: ["fake/fail"],
    }),
    { folder: "results" },
  );
  expect(shown).toEqual(["4"]);
  expect(result.files).toEqual(["results/4.txt"]);
  expect(Object.fromEntries(result.outputs)).toEqual({ 3: { value: 4 } });
  expect(events.map((event) => ("node" in event ? `${event.type} ${event.node}` : event.type))).toEqual([
    "run-start",
    "node-start 1",
    "node-done 1",
    "node-start 2",
    "node-done 2",
    "node-start 3",
    "node-text 3",
    "node-file 3",
    "node-done 3",
    "run-done",
  ]);
});

test("a node's progress and preview reach the listener under its id", async () => {
  const { events } = await runText(
    api({
      1: ["fake/load-model"],
      2: ["fake/paint", { model: ["1", 0], seed: "7" }],
      3: ["fake/show", { value: ["2", 0] }],
    }),
  );
  expect(events).toContainEqual({
    type: "node-progress",
    node: "2",
    display: "2",
    iteration: [],
    done: 1,
    total: 2,
    label: "half",
  });
  expect(events).toContainEqual(expect.objectContaining({ type: "node-preview", node: "2" }));
  expect(events).toContainEqual(expect.objectContaining({ type: "node-text", text: "a cat|7|1:1|3|2" }));
});

test("nodes that do not wait for each other run at the same time", async () => {
  let arrived = 0;
  let open = () => {};
  const both = new Promise<void>((resolve) => {
    open = resolve;
  });
  const meet = defineNode({
    ...about,
    type: "fake/meet",
    inputs: { a: port.integer() },
    outputs: { sum: port.integer() },
    run: async ({ a }) => {
      arrived += 1;
      if (arrived === 2) open();
      await both;
      return { sum: a };
    },
  });
  const all = createRegistry([meet, add, show]);
  const text = api({
    1: ["fake/meet", { a: 1 }],
    2: ["fake/meet", { a: 2 }],
    3: ["fake/add", { a: ["1", 0], b: ["2", 0] }],
    4: ["fake/show", { value: ["3", 0] }],
  });
  await execute(readWorkflow(text, all), { registry: all });
  expect(arrived).toBe(2);
});

test("a changed leaf reruns only what is downstream", async () => {
  const cache = createCache();
  const file = (b: number) =>
    api({ 1: ["fake/add", { a: 1 }], 2: ["fake/add", { a: ["1", 0], b }], 3: ["fake/show", { value: ["2", 0] }] });
  const ran = (events: Awaited<ReturnType<typeof runText>>["events"]) =>
    events.flatMap((event) =>
      event.type === "node-start" || event.type === "node-cached" ? [`${event.type} ${event.node}`] : [],
    );
  await runText(file(1), { cache });
  const second = await runText(file(2), { cache });
  expect(second.shown).toEqual(["4"]);
  expect(ran(second.events)).toEqual(["node-cached 1", "node-start 2", "node-start 3"]);
});

test("a node that fails is named, stops the others, and keeps its cause", async () => {
  const text = api({
    1: ["fake/wait"],
    2: ["fake/fail", {}, "Painter"],
    3: ["fake/add", { a: ["1", 0], b: ["2", 0] }],
    4: ["fake/show", { value: ["3", 0] }],
  });
  await expect(runText(text)).rejects.toMatchObject({
    code: "WORKFLOW_NODE_FAILED",
    message: "Node 2 (Painter) failed: The paint is dry.",
    details: { node: "2", type: "fake/fail" },
    cause: new Error("The paint is dry."),
  });
});

test("a linked value out of range names node and input", async () => {
  const text = api({
    1: ["fake/add", { a: 500 }],
    2: ["fake/add", { a: 1, b: ["1", 0] }],
    3: ["fake/show", { value: ["2", 0] }],
  });
  await expect(runText(text)).rejects.toMatchObject({
    code: "WORKFLOW_INPUT_REFUSED",
    message: 'Node 2 (Add) expected a whole number of at most 100 at input "b", got 501 from its link.',
  });
});

test("an invalid workflow does not start and tells every problem", async () => {
  const text = api({ 1: ["fake/add", { b: 101 }], 2: ["fake/show", { value: ["1", 0] }] });
  const events: string[] = [];
  await expect(runText(text, { onEvent: (event) => events.push(event.type) })).rejects.toMatchObject({
    code: "WORKFLOW_INVALID",
    message: expect.stringContaining("The workflow has 2 problems:"),
  });
  expect(events).toEqual([]);
});

test("an abort reaches the node that works and ends the run", async () => {
  const stop = new AbortController();
  const text = api({ 1: ["fake/wait"], 2: ["fake/show", { value: ["1", 0] }] });
  const types: string[] = [];
  const run = runText(text, {
    signal: stop.signal,
    onEvent: (event) => {
      types.push(event.type === "run-done" ? event.status : event.type);
      if (event.type === "node-start") setImmediate(() => stop.abort());
    },
  });
  await expect(run).rejects.toMatchObject({ code: "WORKFLOW_ABORTED" });
  expect(types).toEqual(["run-start", "node-start", "aborted"]);
});

test("a chain of 3,000 nodes runs", async () => {
  const chain = Array.from(
    { length: 3000 },
    (_, i) => [i, ["fake/add", { a: i === 0 ? 0 : [String(i - 1), 0] }]] as const,
  );
  const { shown } = await runText(api({ ...Object.fromEntries(chain), end: ["fake/show", { value: ["2999", 0] }] }));
  expect(shown).toEqual(["3000"]);
});

test("the registry stays as it was", () => {
  expect(registry.size).toBe(8);
});

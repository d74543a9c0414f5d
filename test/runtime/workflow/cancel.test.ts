import { describe, expect, test } from "vitest";
import {
  createLanes,
  createRegistry,
  defineNode,
  execute,
  nodeId,
  readWorkflow,
} from "../../../runtime/workflow/index.ts";
import { add, api, show, wait } from "./fakes.ts";
import { type Graph, runGraph, strategies } from "./run-graph.ts";

/** Holds the device until the run is stopped. */
const hold = defineNode({ ...wait, type: "test/hold", device: true });
const compute = defineNode({ ...add, type: "test/compute", device: true });
const nodes = createRegistry([add, show, wait, hold, compute]);
const shown = { out: ["fake/show", { value: ["x", 0] }] } as const satisfies Graph;
const ABORTED = { code: "WORKFLOW_ABORTED" };

describe.each(strategies)("with %s", (_, createCache) => {
  test("A16, C1: an abort reaches the nodes at work, and the next run is clean", async () => {
    const cache = createCache();
    const stop = new AbortController();
    const statuses: string[] = [];
    const running = runGraph({ a: ["fake/add", { a: 1 }], x: ["fake/wait"], ...shown }, nodes, {
      cache,
      signal: stop.signal,
      onEvent: (event) => {
        if (event.type === "node-start" && event.node === "x") setImmediate(() => stop.abort());
        if (event.type === "run-done") statuses.push(event.status);
      },
    });
    await expect(running).rejects.toMatchObject(ABORTED);
    expect(statuses).toEqual(["aborted"]);
    expect((await runGraph({ x: ["fake/add", { a: 1 }], ...shown }, nodes, { cache })).made()).toBe(2);
  });

  test("C1: a run that is aborted before it begins starts no node", async () => {
    const events: string[] = [];
    const onEvent = ({ type }: { readonly type: string }) => events.push(type);
    const running = runGraph({ x: ["fake/add", { a: 1 }], ...shown }, nodes, {
      cache: createCache(),
      signal: AbortSignal.abort(),
      onEvent,
    });
    await expect(running).rejects.toMatchObject(ABORTED);
    expect(events).toEqual(["run-start", "run-done"]);
  });

  test("C2, C4: an abort after the last node is done changes nothing", async () => {
    const stop = new AbortController();
    const { made, events } = await runGraph({ x: ["fake/add", { a: 1 }], ...shown }, nodes, {
      cache: createCache(),
      signal: stop.signal,
      onEvent: (event) => {
        if (event.type === "node-done" && event.node === "out") stop.abort();
      },
    });
    expect([made(), events.at(-1)]).toEqual([2, expect.objectContaining({ type: "run-done", status: "done" })]);
  });

  test("C4: an abort of one run leaves another with the same cache and lanes alone", async () => {
    const [cache, lanes, stop] = [createCache(), createLanes(), new AbortController()];
    const first = runGraph({ x: ["test/hold"], ...shown }, nodes, { cache, lanes, signal: stop.signal });
    const second = runGraph({ a: ["fake/add", { a: 1 }], x: ["test/compute", { a: ["a", 0] }], ...shown }, nodes, {
      cache,
      lanes,
      onEvent: (event) => {
        if (event.type === "node-done" && event.node === "a") stop.abort();
      },
    });
    await expect(first).rejects.toMatchObject(ABORTED);
    expect((await second).made()).toBe(3);
  });

  test("an abort ends the wait for a device at once", async () => {
    const [cache, lanes, stopFirst, stopSecond] = [
      createCache(),
      createLanes(),
      new AbortController(),
      new AbortController(),
    ];
    const graph: Graph = { x: ["test/hold"], ...shown };
    const first = runGraph(graph, nodes, { cache, lanes, signal: stopFirst.signal });
    const second = runGraph(graph, nodes, { cache, lanes, signal: stopSecond.signal });
    stopSecond.abort();
    await expect(second).rejects.toMatchObject(ABORTED);
    stopFirst.abort();
    await expect(first).rejects.toMatchObject(ABORTED);
  });
});

test("targets of a run may be inside what others need; each is named in its outputs", async () => {
  const text = api({ a: ["fake/add", { a: 1 }], b: ["fake/add", { a: ["a", 0] }] });
  const targets = [nodeId("a"), nodeId("b")];
  const { outputs } = await execute(readWorkflow(text, nodes), { registry: nodes, targets });
  expect([...outputs]).toEqual([
    ["a", { sum: 2 }],
    ["b", { sum: 3 }],
  ]);
});

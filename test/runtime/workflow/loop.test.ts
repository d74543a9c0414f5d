import { expect, test } from "vitest";
import { canonicalKey, nodeId, plan, printPlan, readWorkflow } from "../../../runtime/workflow/index.ts";
import { api, registry, runText } from "./fakes.ts";

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

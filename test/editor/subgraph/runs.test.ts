import { expect, test } from "vitest";
import { nodeOf } from "../../../editor/core/document.ts";
import { setValue } from "../../../editor/core/edits/nodes.ts";
import { heard, idle, type RunState, withProblems } from "../../../editor/core/run-state.ts";
import { advanceSeeds } from "../../../editor/core/seeds.ts";
import { makeSubgraph } from "../../../editor/core/subgraph/make.ts";
import { changeGraph } from "../../../editor/core/subgraph/path.ts";
import { togglePromoted } from "../../../editor/core/subgraph/promote.ts";
import { runTargets } from "../../../editor/core/subgraph/run-targets.ts";
import { rememberRuns, runsAt } from "../../../editor/core/subgraph/runs.ts";
import { nodeTypeOf } from "../../../editor/core/subgraph/type-of.ts";
import type { ServerMessage } from "../../../editor/protocol/message.ts";
import { packed, simple, types } from "./samples.ts";

const tell = (messages: readonly ServerMessage[], start: RunState = idle) =>
  messages.reduce((run, message, i) => heard(run, message, i * 100), start);
const progress = (node: string, value: number, state: "running" | "finished" = "running"): ServerMessage => ({
  kind: "progress",
  job: "j",
  nodes: [{ node, value, max: 6, state }],
});

test("what runs in a subgraph is shown on its instance, and inside on the node itself", () => {
  const run = tell([{ kind: "start", job: "j" }, progress("12:5", 3)]);
  expect(runsAt(run.nodes, []).get("12")).toMatchObject({ state: "running", value: 3, max: 6 });
  expect(runsAt(run.nodes, ["12"]).get("5")).toMatchObject({ state: "running", value: 3 });
  expect(runsAt(run.nodes, ["13"]).size).toBe(0);
  const deep = tell([progress("12:1:5", 2)]);
  expect(runsAt(deep.nodes, ["12"]).get("1")).toMatchObject({ state: "running", value: 2 });
});

test("an instance is done when all in it is, with the time of all and every picture", () => {
  const file = { filename: "a.png", subfolder: "", type: "output" };
  const run = tell([
    progress("12:5", 0),
    progress("12:5", 6, "finished"),
    { kind: "cached", job: "j", nodes: ["12:6"] },
    progress("12:7", 0),
    { kind: "output", job: "j", node: "12:7", images: [file], videos: [], texts: [] },
  ]);
  expect(runsAt(run.nodes, []).get("12")?.state).toBe("running");
  const ended = tell([progress("12:7", 6, "finished")], run);
  expect(runsAt(ended.nodes, []).get("12")).toMatchObject({ state: "done", images: [file], took: expect.any(Number) });
});

test("what was painted last inside stays in sight on the instance, until there is a result", () => {
  const image = new Blob(["picture"]);
  const painted = tell([
    progress("12:5", 3),
    { kind: "preview", job: "j", node: "12:5", image },
    progress("12:5", 6, "finished"),
  ]);
  expect(runsAt(painted.nodes, []).get("12")).toMatchObject({ state: "done", preview: image });
  const file = { filename: "a.png", subfolder: "", type: "output" };
  const shown = tell([{ kind: "output", job: "j", node: "12:7", images: [file], videos: [], texts: [] }], painted);
  expect(runsAt(shown.nodes, []).get("12")).toMatchObject({ preview: null, images: [file] });
});

test("an error inside is one of the instance, its input under the name that it has there when it is promoted", () => {
  const failed = tell([{ kind: "error", job: "j", node: "12:5", text: "no memory", isBlock: false }]);
  expect(runsAt(failed.nodes, []).get("12")).toMatchObject({ state: "error", problems: [{ text: "no memory" }] });
  const refused = withProblems(idle, new Map([["12:5", [{ input: "seed", text: "too large" }]]]));
  expect(runsAt(refused.nodes, []).get("12")?.problems).toEqual([{ input: "5.seed", text: "too large" }]);
});

test("an instance is run to by what its outputs come from, a node inside by its id in the run", () => {
  expect(runTargets(packed(), [], ["1", "4"], types)).toEqual(["1", "4:2"]);
  expect(runTargets(packed(), ["4"], ["2"], types)).toEqual(["4:2"]);
  const saving = makeSubgraph(simple, new Set(["2", "3"]), "All", String).document;
  expect(runTargets(saving, [], ["4"], types)).toEqual(["4:3"]);
});

test("runs are folded once for a state of the run, and a file without subgraphs not at all", () => {
  const runs = rememberRuns();
  const run = tell([progress("12:5", 3)]);
  expect(runs(run, [])).toBe(runs({ ...run, current: "12:5" }, []));
  const plain = tell([progress("5", 3)]);
  expect(runs(plain, [])).toBe(plain.nodes);
});

test("after a run seeds go on inside of a subgraph, and where they are promoted to", () => {
  const painter = types.get("nextscale/generate-image");
  if (painter === undefined) throw new Error("no painter");
  const random = changeGraph(
    packed(),
    ["4"],
    (graph) => ({
      ...graph,
      nodes: (graph.nodes as readonly { readonly id: number }[]).map((node) =>
        node.id === 2
          ? { ...node, widgets_values: ["a cat", 0, "increment"], widgets_values_named: { seed: 0 } }
          : node,
      ),
    }),
    String,
  );
  const inner = advanceSeeds(random, types, () => 7);
  expect(JSON.stringify(inner.definitions)).toContain('"seed":1');
  const shown = togglePromoted(random, 4, 2, "seed");
  const instance = nodeOf(shown, 4);
  const type = instance === undefined ? undefined : nodeTypeOf(instance, shown, types);
  if (type === undefined) throw new Error("no type");
  const outer = advanceSeeds(setValue(shown, 4, type, "2.seed", 40), types, () => 7);
  expect(nodeOf(outer, 4)?.widgets_values_named).toEqual({ "2.seed": 41 });
});

import { expect, test } from "vitest";
import { readWorkflow } from "../../../runtime/workflow/index.ts";
import { registry } from "./fakes.ts";

const value = (given: unknown) => ({ kind: "value", value: given });
const link = (node: string, slot = 0) => ({ kind: "link", node, slot });

/** Flattens an editor file; every node gets id 1, 2, … unless it says otherwise. */
function flat(nodes: readonly object[], links: readonly unknown[] = []) {
  const numbered = nodes.map((node, index) => ({ id: index + 1, mode: 0, ...node }));
  const prompt = readWorkflow(JSON.stringify({ version: 0.4, nodes: numbered, links, groups: [] }), registry);
  return Object.fromEntries([...prompt].map(([id, node]) => [id, node.inputs]));
}

const number = (name: string, from: number | null) => ({ name, type: "INT", link: from });
const adder = { type: "fake/add", widgets_values: [1, 2], outputs: [{ name: "sum", type: "INT" }] };

test("widget values are read by position, past what editors put after a seed", () => {
  const widgets_values = ["a dog", 7, "randomize", "4:3", 2.5];
  expect(flat([{ type: "fake/paint", widgets_values }])["1"]).toEqual({
    prompt: value("a dog"),
    seed: value(7),
    aspect: value("4:3"),
    guidance: value(2.5),
  });
});

test("a seed without a companion does not shift the others", () => {
  const inputs = flat([{ type: "fake/paint", widgets_values: ["a dog", 7, "4:3"] }])["1"];
  expect(inputs).toMatchObject({ seed: value(7), aspect: value("4:3") });
});

test("values by name win over values by position", () => {
  const node = {
    type: "fake/add",
    widgets_values: [1, 2],
    widgets_values_named: { b: 9, control_after_generate: "fixed" },
  };
  expect(flat([node])["1"]).toEqual({ a: value(1), b: value(9) });
  expect(flat([{ type: "fake/add", widgets_values: { a: 3 } }])["1"]).toEqual({ a: value(3) });
});

test("a link wins over the widget beneath it, in both forms of links", () => {
  const nodes = [adder, { ...adder, inputs: [number("a", 5)] }];
  expect(flat(nodes, [[5, 1, 0, 2, 0, "INT"]])["2"]).toEqual({ a: link("1"), b: value(2) });
  const asObject = { id: 5, origin_id: 1, origin_slot: 0, target_id: 2, target_slot: 0, type: "INT" };
  expect(flat(nodes, [asObject])["2"]).toMatchObject({ a: link("1") });
});

test("links go through reroutes and bypassed nodes; muted nodes and their links are gone", () => {
  const through = (mode: number, type = "fake/add") => [
    adder,
    { ...adder, type, mode, inputs: [{ name: "m", type: "MODEL", link: null }, number("a", 5)] },
    { ...adder, inputs: [number("a", 6)] },
  ];
  const links = [
    [5, 1, 0, 2, 1, "INT"],
    [6, 2, 0, 3, 0, "INT"],
  ];
  expect(flat(through(4), links)["3"]).toMatchObject({ a: link("1") });
  const reroute = [adder, { type: "Reroute", inputs: [number("", 5)] }, { ...adder, inputs: [number("a", 6)] }];
  expect(flat(reroute, links)).toEqual({ "1": { a: value(1), b: value(2) }, "3": { a: link("1"), b: value(2) } });
  const muted = flat(through(2), links);
  expect(Object.keys(muted)).toEqual(["1", "3"]);
  expect(muted["3"]).toEqual({ a: value(1), b: value(2) });
});

test("notes are gone and a primitive node's value takes its place", () => {
  const nodes = [
    { type: "Note", widgets_values: ["hello"] },
    { type: "PrimitiveNode", widgets_values: [42, "fixed"], outputs: [{ name: "INT", type: "INT" }] },
    { ...adder, inputs: [number("a", 5)] },
  ];
  expect(flat(nodes, [[5, 2, 0, 3, 0, "INT"]])).toEqual({ "3": { a: value(42), b: value(2) } });
});

test("a ring of reroutes stands for nothing", () => {
  const nodes = [
    { type: "Reroute", inputs: [number("", 6)] },
    { type: "Reroute", inputs: [number("", 5)] },
    { ...adder, inputs: [number("a", 5)] },
  ];
  const links = [
    [5, 1, 0, 2, 0, "INT"],
    [6, 2, 0, 1, 0, "INT"],
  ];
  expect(flat(nodes, links)["3"]).toEqual({ a: value(1), b: value(2) });
});

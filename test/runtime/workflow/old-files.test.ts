import { expect, test } from "vitest";
import {
  createRegistry,
  defineNode,
  port,
  readWorkflow,
  replacementFromRecord,
  replacementRecord,
} from "../../../runtime/workflow/index.ts";
import { api, registry as fakes, runText, show } from "./fakes.ts";

/** Version 1 had `x` and `y`, version 2 put `count` before them, version 3 calls `x` `left` and swapped its outputs. */
const pair = defineNode({
  type: "fake/pair",
  version: 3,
  title: "Pair",
  category: "fake",
  description: "Two numbers.",
  inputs: {
    count: port.integer({ default: 1 }),
    left: port.integer(),
    y: port.seed({ default: 5 }),
  },
  outputs: { second: port.integer(), first: port.integer() },
  migrations: [
    { from: 1, widgets: ["x", "y"], inputs: (saved) => ({ ...saved, count: { kind: "value", value: 9 } }) },
    {
      from: 2,
      widgets: ["count", "x", "y"],
      inputs: ({ x, ...saved }) => (x === undefined ? saved : { ...saved, left: x }),
      outputs: [1, 0],
    },
  ],
  run: ({ count, left, y }) => ({ first: left, second: y + count }),
});

const replacement = replacementFromRecord(
  replacementRecord.parse({
    new_node_id: "fake/pair",
    old_node_id: "Zweier",
    old_widget_ids: ["links", "rechts"],
    input_mapping: [
      { new_id: "left", old_id: "links" },
      { new_id: "y", old_id: "rechts" },
      { new_id: "count", set_value: 100 },
    ],
    output_mapping: [{ new_idx: 1, old_idx: 0 }],
  }),
);
const registry = createRegistry([pair, ...fakes.values()], { replacements: [replacement] });

const number = { name: "INT", type: "INT" };
/** A pair whose output `slot` is shown, as a file of litegraph 0.4. */
const file = (node: object, slot = 0) =>
  JSON.stringify({
    last_node_id: 2,
    last_link_id: 1,
    nodes: [
      { id: 1, pos: { "0": 10, "1": 20 }, mode: 0, outputs: [number, number], ...node },
      { id: 2, type: "fake/show", mode: 0, inputs: [{ name: "value", type: "*", link: 1 }] },
    ],
    links: [[1, 1, slot, 2, 0, "INT"]],
    version: 0.4,
  });
const inputs = (text: string) => {
  const [first] = readWorkflow(text, registry).values();
  return Object.fromEntries(Object.entries(first?.inputs ?? {}).map(([name, s]) => [name, "value" in s ? s.value : s]));
};
const shown = async (text: string) => (await runText(text, { registry })).shown;

test("a file of litegraph 0.4 with positional values only runs", async () => {
  const text = file({ type: "fake/pair", widgets_values: [2, 3, 7, "randomize"] });
  expect(await shown(text)).toEqual(["9"]);
});

test("a file with a renamed node runs: values, links and outputs go where they belong now", async () => {
  expect(await shown(file({ type: "Zweier", widgets_values: [3, 7, "fixed"] }))).toEqual(["3"]);
  expect(inputs(file({ type: "Zweier", widgets_values: [3, 7, "fixed"] }))).toEqual({ left: 3, y: 7, count: 100 });
  expect(inputs(file({ type: "Zweier", widgets_values_named: { links: 4, rechts: 8 } }))).toMatchObject({
    left: 4,
    y: 8,
  });
  expect(inputs(api({ 1: ["Zweier", { links: 3, rechts: ["2", 0] }], 2: ["Zweier", {}] }))).toMatchObject({
    left: 3,
    y: { kind: "link", node: "2", slot: 1 },
  });
});

test("M1: an output that the new node lacks unlinks what read it", () => {
  const text = file({ type: "Zweier", widgets_values: [3, 7] }, 1);
  expect([...readWorkflow(text, registry).values()][1]?.inputs).toEqual({});
});

test("M1: a replacement leaves an installed type alone, and is no use when its new type is missing", () => {
  const text = file({ type: "fake/add", widgets_values: [1, 2] });
  const rows = [
    { oldType: "fake/add", newType: "fake/show" },
    { oldType: "Gone", newType: "fake/none" },
  ];
  const other = createRegistry(fakes.values(), { replacements: rows });
  expect([...readWorkflow(text, other).values()][0]?.type).toBe("fake/add");
  expect([...readWorkflow(file({ type: "Gone" }), other).values()][0]?.type).toBe("Gone");
});

test.each([
  [1, [3, 7, "randomize"], { left: 3, y: 7, count: 9 }],
  [2, [2, 3, 7, "fixed"], { left: 3, y: 7, count: 2 }],
  [3, [2, 3, 7], { left: 3, y: 7, count: 2 }],
])("a node saved as version %i goes through its migrations", async (version, widgets_values, now) => {
  const node = { type: "fake/pair", widgets_values, properties: { version } };
  expect(inputs(file(node))).toEqual(now);
  const firstWas = version < 3 ? 0 : 1;
  expect(await shown(file(node, firstWas))).toEqual(["3"]);
});

test("values by name are those of the version that saved them", () => {
  const node = { type: "fake/pair", widgets_values: [], properties: { version: 2 } };
  const named = { count: 2, x: 3, y: 7, control_after_generate: "fixed" };
  expect(inputs(file({ ...node, widgets_values_named: named }))).toEqual({ count: 2, left: 3, y: 7 });
});

test("an API file may tell the version of a node, and `no_cache` stays", () => {
  const nodes = { 1: { class_type: "fake/pair", inputs: { x: 3 }, _meta: { version: 1 }, no_cache: true } };
  const [node] = readWorkflow(JSON.stringify(nodes), registry).values();
  expect(node).toMatchObject({ inputs: { left: { value: 3 }, count: { value: 9 } }, noCache: true });
  expect(show.version).toBe(1);
});

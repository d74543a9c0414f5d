import { describe, expect, test } from "vitest";
import { readWorkflow } from "../../../runtime/workflow/index.ts";
import { registry, runText } from "./fakes.ts";

const value = (given: unknown) => ({ kind: "value", value: given });
const link = (node: string, slot = 0) => ({ kind: "link", node, slot });
const wire = (id: number, from: number, slot: number, to: number, toSlot: number) => ({
  id,
  origin_id: from,
  origin_slot: slot,
  target_id: to,
  target_slot: toSlot,
  type: "INT",
});
const int = (name: string, from: number | null, extra: object = {}) => ({ name, type: "INT", link: from, ...extra });
const sum = { name: "sum", type: "INT" };

const PLUS = "11111111-2222-4333-8444-555555555555";
const TWICE = "66666666-7777-4888-8999-aaaaaaaaaaaa";

/** x → Add(a = x, b = 2) → sum */
const plus = {
  id: PLUS,
  name: "Plus",
  version: 1,
  inputNode: { id: -10 },
  outputNode: { id: -20 },
  inputs: [{ id: "i", name: "x", type: "INT", linkIds: [1] }],
  outputs: [{ id: "o", name: "sum", type: "INT", linkIds: [2] }],
  nodes: [{ id: 5, type: "fake/add", mode: 0, inputs: [int("a", 1)], outputs: [sum], widgets_values: [7, 2] }],
  links: [wire(1, -10, 0, 5, 0), wire(2, 5, 0, -20, 0)],
};
/** x → Plus → Plus → sum */
const twice = {
  ...plus,
  id: TWICE,
  name: "Twice",
  nodes: [
    { id: 1, type: PLUS, mode: 0, inputs: [int("x", 1)], outputs: [sum] },
    { id: 2, type: PLUS, mode: 0, inputs: [int("x", 3)], outputs: [sum] },
  ],
  links: [wire(1, -10, 0, 1, 0), wire(3, 1, 0, 2, 0), wire(2, 2, 0, -20, 0)],
};
const adder = { id: 1, type: "fake/add", mode: 0, outputs: [sum], widgets_values: [1, 1] };
const shown = { id: 3, type: "fake/show", mode: 0, inputs: [{ name: "value", type: "*", link: 11 }] };
const instance = (extra: object = {}) => ({
  id: 12,
  type: PLUS,
  mode: 0,
  inputs: [int("x", 10)],
  outputs: [sum],
  ...extra,
});
const outer = [wire(10, 1, 0, 12, 0), wire(11, 12, 0, 3, 0)];

const file = (
  nodes: readonly object[],
  subgraphs: readonly object[] = [plus, twice],
  links: readonly object[] = outer,
) => JSON.stringify({ version: 1, state: {}, nodes, links, definitions: { subgraphs } });
const flat = (...args: Parameters<typeof file>) =>
  Object.fromEntries([...readWorkflow(file(...args), registry)].map(([id, { inputs }]) => [id, inputs]));

test("the nodes of a subgraph stand under the id of its instance, joined by a colon", () => {
  expect(flat([adder, instance(), shown])).toEqual({
    "1": { a: value(1), b: value(1) },
    "12:5": { a: link("1"), b: value(2) },
    "3": { value: link("12:5") },
  });
});

test("subgraphs lie in subgraphs, and run", async () => {
  const nodes = [adder, instance({ type: TWICE }), shown];
  expect(flat(nodes)).toMatchObject({
    "12:1:5": { a: link("1") },
    "12:2:5": { a: link("12:1:5") },
    "3": { value: link("12:2:5") },
  });
  expect((await runText(file(nodes))).shown).toEqual(["6"]);
});

describe("a promoted widget", () => {
  const port = int("x", null, { widget: { name: "x" } });

  test.each([
    ["by position", { widgets_values: [40] }],
    ["by name", { widgets_values: [], widgets_values_named: { x: 40 } }],
    ["listed in the instance's properties", { widgets_values: [40], properties: { proxyWidgets: [["-1", "x"]] } }],
  ])("of an input gives its value to what the input leads to: %s", (_name, extra) => {
    expect(flat([instance({ inputs: [port], ...extra }), shown])["12:5"]).toEqual({ a: value(40), b: value(2) });
  });

  test.each([
    ["by position", { widgets_values: [9], properties: { proxyWidgets: [["5", "b"]] } }],
    ["by name", { widgets_values_named: { "5.b": 9 }, properties: { proxyWidgets: [["5", "b"]] } }],
  ])("of a node inside gives its value to that node: %s", (_name, extra) => {
    expect(flat([adder, instance(extra), shown])["12:5"]).toEqual({ a: link("1"), b: value(9) });
  });

  test("without a value leaves the value inside", () => {
    expect(flat([instance({ inputs: [port] }), shown])["12:5"]).toEqual({ a: value(7), b: value(2) });
  });

  test("reaches through a subgraph in a subgraph", () => {
    const inner = { ...twice, nodes: [{ ...twice.nodes[0], inputs: [port] }, twice.nodes[1]] };
    const extra = { type: TWICE, properties: { proxyWidgets: [["1", "x"]] }, widgets_values: [70] };
    expect(flat([instance(extra), shown], [plus, inner])["12:1:5"]).toMatchObject({ a: value(70) });
  });
});

test("a bypassed instance hands its input on, a muted one takes its links with it", () => {
  expect(flat([adder, instance({ mode: 4 }), shown])).toEqual({
    "1": { a: value(1), b: value(1) },
    "3": { value: link("1") },
  });
  expect(flat([adder, instance({ mode: 2 }), shown])).toEqual({ "1": { a: value(1), b: value(1) }, "3": {} });
});

test("a subgraph that contains itself is refused", () => {
  const ring = { ...plus, nodes: [{ ...plus.nodes[0], type: TWICE }] };
  expect(() => flat([adder, instance(), shown], [ring, twice])).toThrow(
    /The subgraph "(Plus|Twice)" contains itself\./,
  );
});

test("subgraphs that double forty times are refused before they are written out", () => {
  const chain = Array.from({ length: 40 }, (_, i) => ({
    ...twice,
    id: `s${i}`,
    nodes: twice.nodes.map((node) => ({ ...node, type: i === 39 ? "fake/add" : `s${i + 1}` })),
  }));
  expect(() => flat([instance({ type: "s0" })], chain)).toThrow(
    expect.objectContaining({ code: "WORKFLOW_TOO_MANY_NODES" }),
  );
});

test("two nodes of one id are refused", () => {
  expect(() => flat([adder, { ...adder, id: "1" }])).toThrow('here two nodes have the id "1"');
});

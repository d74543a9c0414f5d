import { expect, test } from "vitest";
import { apiFromPrompt, parseWorkflow, readWorkflow, validate } from "../../../runtime/workflow/index.ts";
import { api, registry } from "./fakes.ts";

test("the API form is taken as it is", () => {
  const prompt = readWorkflow(
    api({ "3": ["fake/add", { a: ["1", 0], b: 2 }, "Sum"], "1": ["fake/add", { a: 1 }] }),
    registry,
  );
  expect([...prompt.values()].find(({ id }) => id === "3")).toEqual({
    id: "3",
    type: "fake/add",
    title: "Sum",
    inputs: { a: { kind: "link", node: "1", slot: 0 }, b: { kind: "value", value: 2 } },
  });
});

test("a wrapped list is a value and no link", () => {
  const prompt = readWorkflow(api({ "1": ["fake/add", { a: { __value__: ["1", 0] } }] }), registry);
  expect([...prompt.values()][0]?.inputs.a).toEqual({ kind: "value", value: ["1", 0] });
});

test("nesting deeper than any graph is refused, however deep", () => {
  const deep = `{"extra": ${"[".repeat(100_000)}${"]".repeat(100_000)}, "nodes": []}`;
  expect(() => parseWorkflow(deep)).toThrow("nested more than 100 levels deep");
});

test("names that objects inherit are names like others", () => {
  const odd = '{"constructor": {"class_type": "toString", "inputs": {"valueOf": 1, "hasOwnProperty": ["x", 0]}}}';
  const issues = validate(readWorkflow(odd, registry), registry);
  expect(issues).toEqual([
    expect.objectContaining({ code: "unknown-node-type", node: "constructor", type: "toString" }),
  ]);
  const inputs = { toString: 1, value: ["2", 0] };
  const unknown = validate(
    readWorkflow(api({ 1: ["fake/show", inputs], 2: ["fake/add", { a: 1 }] }), registry),
    registry,
  );
  expect(unknown).toEqual([expect.objectContaining({ code: "unknown-input", input: "toString" })]);
});

test("the API form is written as it is read, with lists wrapped, and may lie beside other things", () => {
  const nodes = {
    "7": {
      class_type: "fake/add",
      inputs: { a: ["9", 1], b: { __value__: [1, 2] }, c: { __value__: { __value__: 3 } } },
    },
    x: { class_type: "fake/add", inputs: {}, _meta: { title: "Sum" }, no_cache: true },
  };
  expect(apiFromPrompt(readWorkflow(JSON.stringify(nodes), registry))).toEqual(nodes);
  expect(apiFromPrompt(readWorkflow(JSON.stringify({ prompt: nodes, extra_data: {} }), registry))).toEqual(nodes);
});

test("a file with a byte order mark is read", () => {
  expect(parseWorkflow(`\uFEFF${api({})}`).form).toBe("api");
});

test.each([
  ["", "WORKFLOW_NOT_JSON"],
  ["{", "WORKFLOW_NOT_JSON"],
  ["[]", "WORKFLOW_NOT_A_WORKFLOW"],
  ["null", "WORKFLOW_NOT_A_WORKFLOW"],
  ['{"1": 5}', "WORKFLOW_NOT_A_WORKFLOW"],
  ['{"1": {"inputs": {}}}', "WORKFLOW_NOT_A_WORKFLOW"],
  ['{"nodes": 5}', "WORKFLOW_NOT_A_WORKFLOW"],
  ['{"nodes": [{"id": {}, "type": "x"}]}', "WORKFLOW_NOT_A_WORKFLOW"],
  ['{"nodes": [], "links": [[1]]}', "WORKFLOW_NOT_A_WORKFLOW"],
  ['{"__proto__": {"class_type": "fake/add"}}', "WORKFLOW_NOT_A_WORKFLOW"],
  ['{"1": {"class_type": "fake/add", "inputs": {"__proto__": {"a": 1}}}}', "WORKFLOW_NOT_A_WORKFLOW"],
  ['{"nodes": [{"id": 1e999, "type": "x"}]}', "WORKFLOW_NOT_A_WORKFLOW"],
  ['{"nodes": [{"id": 9007199254740993, "type": "x"}]}', "WORKFLOW_NOT_A_WORKFLOW"],
])("%j is refused", (text, code) => {
  expect(() => parseWorkflow(text)).toThrow(expect.objectContaining({ code }));
});

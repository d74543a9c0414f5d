import { expect, test } from "vitest";
import { parseWorkflow, readWorkflow } from "../../../runtime/workflow/index.ts";
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
])("%j is refused", (text, code) => {
  expect(() => parseWorkflow(text)).toThrow(expect.objectContaining({ code }));
});

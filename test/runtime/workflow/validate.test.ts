import { expect, test } from "vitest";
import { type Issue, issueText, readWorkflow, validate } from "../../../runtime/workflow/index.ts";
import { api, registry } from "./fakes.ts";

function check(nodes: Parameters<typeof api>[0]): Issue[] {
  return validate(readWorkflow(api(nodes), registry), registry);
}

test("a sound workflow has no issues", () => {
  expect(check({ 1: ["fake/add", { a: 1 }], 2: ["fake/show", { value: ["1", 0] }] })).toEqual([]);
});

test("all issues come at once, each with its node and input", () => {
  const issues = check({
    1: ["fake/load-model", { size: 99 }],
    2: ["fake/add", { a: ["1", 0], bb: 5 }],
    3: ["fake/paint", { model: "big", seed: ["2", 7], aspect: "2:1" }],
    4: ["fake/show", { value: ["3", 0] }, "Look"],
    5: ["fake/show", { value: ["2", 0] }],
    6: ["fake/ad", {}],
    7: ["fake/show", {}],
    8: ["fake/show", { value: ["9", 0] }],
  });
  expect(issues.map((issue) => issueText(issue)).map(({ text, help }) => `${text} ${help}`.trim())).toEqual([
    'Node 6 has the type "fake/ad", which no installed pack brings. Did you mean "fake/add"?',
    'Node 7 (Show) expected a value at input "value", got nothing. Link it or give it a value.',
    'Node 8 (Show) reads input "value" from output 0 of node 9, which does not exist. Link it again.',
    'Node 3 (Paint) expected a link of type MODEL at input "model", got a written value. Link it to a node that makes MODEL.',
    'Node 3 (Paint) reads input "seed" from output 7 of node 2, which does not exist. Link it again.',
    'Node 3 (Paint) expected one of 1:1, 4:3 at input "aspect", got "2:1".',
    'Node 2 (Add) expected INT at input "a", got MODEL from node 1. Link it to an output of type INT.',
    'Node 2 (Add) has no input "bb". Did you mean "b"?',
    'Node 1 (Load Model) expected a whole number from 1 to 8 layers at input "size", got 99.',
  ]);
});

test("a cycle is named in the direction of the data", () => {
  const issues = check({
    1: ["fake/add", { a: ["3", 0] }],
    2: ["fake/add", { a: ["1", 0] }],
    3: ["fake/add", { a: ["2", 0] }],
    4: ["fake/show", { value: ["3", 0] }],
    5: ["fake/add", { a: ["5", 0] }],
  });
  expect(issues.map((issue) => issueText(issue).text)).toEqual([
    "Nodes must not wait for each other: 2 → 3 → 1 → 2.",
    "Nodes must not wait for each other: 5 → 5.",
  ]);
});

test("a workflow without output nodes has nothing to run", () => {
  expect(check({ 1: ["fake/add", { a: 1 }] })).toEqual([{ code: "no-output" }]);
  expect(check({})).toEqual([{ code: "no-output" }]);
});

test("what no output needs is left alone", () => {
  expect(check({ 1: ["fake/add", {}], 2: ["fake/add", { a: 1 }], 3: ["fake/show", { value: ["2", 0] }] })).toEqual([]);
});

test("whole numbers may go where numbers are taken, and a type is known through a node that hands it on", () => {
  const paint = { model: ["1", 0], guidance: ["2", 0] };
  const nodes = { 1: ["fake/load-model"], 2: ["fake/add", { a: 1 }], 3: ["fake/paint", paint] } as const;
  expect(check({ ...nodes, 4: ["fake/show", { value: ["3", 0] }] })).toEqual([]);
  expect(
    check({
      ...nodes,
      4: ["fake/show", { value: ["3", 0] }],
      5: ["fake/add", { a: ["4", 0] }],
      6: ["fake/show", { value: ["5", 0] }],
    }),
  ).toEqual([expect.objectContaining({ code: "link-type", node: "5", got: "STRING" })]);
});

test("a loop needs both its ends, and values leave it by its end only", () => {
  const codes = (nodes: Parameters<typeof api>[0]) => check(nodes).map(({ code }) => code);
  expect(codes({ 1: ["nextscale/loop-start"], 2: ["fake/show", { value: ["1", 1] }] })).toEqual(["loop-unpaired"]);
  expect(
    codes({
      1: ["nextscale/loop-start"],
      2: ["nextscale/loop-end", { loop: ["1", 0] }],
      3: ["nextscale/loop-end", { loop: ["1", 0] }],
      4: ["fake/show", { value: ["2", 0] }],
      5: ["fake/show", { value: ["3", 0] }],
    }),
  ).toContain("loop-unpaired");
  expect(
    codes({
      1: ["nextscale/loop-start", { count: 2 }],
      2: ["nextscale/loop-end", { loop: ["1", 0], value1: ["1", 1] }],
      3: ["fake/add", { a: ["2", 0], b: ["1", 1] }],
      4: ["fake/show", { value: ["3", 0] }],
    }),
  ).toEqual(["loop-leak"]);
});

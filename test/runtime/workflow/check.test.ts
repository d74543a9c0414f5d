import { describe, expect, test } from "vitest";
import {
  checkWorkflow,
  createRegistry,
  defineNode,
  disableNodes,
  issueText,
  nodeId,
  port,
  readWorkflow,
  typeFits,
  wireErrors,
} from "../../../runtime/workflow/index.ts";
import { api, registry as fakes } from "./fakes.ts";

const float = defineNode({
  type: "fake/float",
  version: 1,
  title: "Float",
  category: "fake",
  description: "Takes whole floats below five.",
  inputs: { value: port.number({ default: 1 }), other: port.number({ default: 0 }) },
  outputs: { value: port.number() },
  validate: async ({ value }) => {
    if (value === 13) throw new RangeError("thirteen");
    return value !== undefined && value >= 5 ? "value must be below five." : null;
  },
  run: ({ value }) => ({ value }),
});
const open = defineNode({
  type: "fake/open",
  version: 1,
  title: "Open",
  category: "fake",
  description: "Takes every number.",
  output: true,
  inputs: {},
  rest: port.number(),
  outputs: {},
  run: () => ({}),
});
const registry = createRegistry([float, open, ...fakes.values()]);

type Nodes = Parameters<typeof api>[0];
async function check(
  nodes: Nodes,
  { targets, known = registry }: { targets?: string[]; known?: typeof registry } = {},
) {
  const prompt = readWorkflow(api(nodes), known);
  const checked = await checkWorkflow(prompt, known, targets ? { targets: targets.map(nodeId) } : {});
  return { ...checked, wire: wireErrors(checked, prompt, known), text: checked.issues.map((i) => issueText(i).text) };
}
const shown = (source: string, slot = 0) => ["fake/show", { value: [source, slot] }] as const;

test("V1: a number port takes 5.0, refuses 5 when the node's own check says so, and refuses words", async () => {
  const issues = async (value: unknown) => (await check({ 1: ["fake/float", { value }], 2: shown("1") })).issues;
  expect(await issues(4.0)).toEqual([]);
  expect(await issues(5)).toEqual([
    { code: "refused", node: "1", title: "Float", reason: "value must be below five." },
  ]);
  expect(await issues("foo")).toEqual([expect.objectContaining({ code: "bad-value", input: "value" })]);
});

test("V2: a link of the wrong type is caught with the node's own check and without one", async () => {
  const nodes: Nodes = { 1: ["fake/load-model"], 2: ["fake/float", { value: ["1", 0] }], 3: shown("2") };
  expect((await check(nodes)).issues).toEqual([
    expect.objectContaining({ code: "link-type", node: "2", got: "MODEL" }),
  ]);
  const plain: Nodes = { ...nodes, 2: ["fake/add", { a: ["1", 0] }] };
  expect((await check(plain)).issues).toEqual([
    expect.objectContaining({ code: "link-type", node: "2", got: "MODEL" }),
  ]);
});

test("V3: a node's own check sees every value the file gives, and nothing of what is linked", async () => {
  const seen: unknown[] = [];
  const validate = (inputs: object) => {
    seen.push(inputs);
    return null;
  };
  const spy = defineNode({ ...float, rest: port.number(), validate });
  const known = createRegistry([spy, ...fakes.values()]);
  await check({ 1: ["fake/add", { a: 1 }], 2: ["fake/float", { value: ["1", 0], x: "3" }], 3: shown("2") }, { known });
  expect(seen).toEqual([{ value: undefined, other: 0, rest: { x: 3 } }]);
});

test("V4: a cycle is refused, on the wire at each of its nodes", async () => {
  const ring: Nodes = { 1: ["fake/add", { a: ["2", 0] }, "A"], 2: ["fake/add", { a: ["1", 0] }, "B"], 3: shown("2") };
  const { outputs, wire } = await check(ring);
  expect(outputs).toEqual([]);
  expect(Object.keys(wire.node_errors)).toEqual(["1", "2"]);
  expect(wire.node_errors["1"]).toMatchObject({
    class_type: "fake/add",
    dependent_outputs: ["3"],
    errors: [{ type: "dependency_cycle", details: expect.stringMatching(/^(1 \(A\) -> 2 \(B\) -> 1 \(A\)|2 .*)$/) }],
  });
});

test("V6: an output with an unknown or absent node fails, the others still run", async () => {
  const { outputs, issues, wire } = await check({
    1: ["fake/add", { a: 1 }],
    2: shown("1"),
    3: ["fake/nowhere"],
    4: shown("3"),
    5: shown("77"),
  });
  expect(outputs).toEqual(["2"]);
  expect(issues.map(({ code }) => code)).toEqual(["unknown-node-type", "broken-link"]);
  expect(wire.error).toBeNull();
  expect(wire.node_errors["3"]).toMatchObject({ errors: [{ type: "missing_node_type" }], dependent_outputs: ["4"] });
  expect(wire.node_errors["5"]).toMatchObject({ errors: [{ type: "bad_linked_input" }] });
});

test("V7: a node that takes others receives names it never declared, and their values are checked", async () => {
  expect((await check({ 1: ["fake/open", { x: 1, y: "2" }] })).issues).toEqual([]);
  expect((await check({ 1: ["fake/open", { x: "red" }] })).text).toEqual([
    'Node 1 (Open) expected a number at input "x", got "red".',
  ]);
});

test("V8: a chain of 10,000 nodes is checked; one that hands on any type too", async () => {
  const chain = (type: string, input: string) =>
    Object.fromEntries(
      Array.from({ length: 10_000 }, (_, i) => [
        `n${i}`,
        [type, { [input]: i === 0 ? ["first", 0] : [`n${i - 1}`, 0] }] as const,
      ]),
    );
  const first = { first: ["fake/add", { a: 1 }] as const };
  for (const [type, input] of [
    ["fake/add", "a"],
    ["fake/show", "value"],
  ] as const) {
    const { issues, outputs } = await check({ ...first, ...chain(type, input), last: shown("n9999") });
    expect(issues).toEqual([]);
    expect(outputs).toContain("last");
  }
});

test("V8: a check that throws is told at its own node", async () => {
  const { issues, wire } = await check({
    1: ["fake/float", { value: 13 }],
    2: ["fake/float", { value: ["1", 0] }],
    3: shown("2"),
  });
  expect(issues).toEqual([expect.objectContaining({ code: "validator-failed", node: "1", problem: "thirteen" })]);
  expect(Object.keys(wire.node_errors)).toEqual(["1"]);
});

test("V10: nodes that are switched off are as if not installed", async () => {
  const { issues, outputs } = await check(
    { 1: ["fake/add", { a: 1 }], 2: shown("1"), 3: ["fake/open", {}] },
    { known: disableNodes(registry, ["fake/add"]) },
  );
  expect(issues).toEqual([expect.objectContaining({ code: "unknown-node-type", type: "fake/add" })]);
  expect(outputs).toEqual(["3"]);
});

test.each([
  ["INT", ["INT"], true],
  ["INT", ["FLOAT"], false],
  ["INT", ["FLOAT", "INT"], true],
  ["INT,FLOAT", ["INT"], true],
  [" INT , MASK", ["IMAGE, MASK "], true],
  ["A,B", ["C,D"], false],
  ["", ["INT"], false],
  ["INT", [""], false],
  ["*", ["INT"], true],
  ["INT", ["*"], true],
  ["INT,*", ["IMAGE"], true],
  ["STRING", ["COMBO", "STRING"], true],
])("V11: a link of %j goes where %j is taken: %s", (received, accepted, fits) => {
  expect(typeFits(received, accepted)).toBe(fits);
});

test("targets: only what they need is checked, and a wrong name is told", async () => {
  const nodes: Nodes = { 1: ["fake/add", { a: 1 }], 2: ["fake/add", {}], 3: shown("1"), 4: shown("2") };
  expect(await check(nodes, { targets: ["3"] })).toMatchObject({ outputs: ["3"], issues: [] });
  expect((await check(nodes, { targets: ["3", "5"] })).text).toEqual(['The workflow has no node "5" to run.']);
  expect((await check(nodes, { targets: [] })).wire.error?.type).toBe("prompt_no_outputs");
});

describe("the wire has ComfyUI's shapes", () => {
  test.each([
    [{ seed: -1 }, "value_smaller_than_min", "Value -1 smaller than min of 0", "seed"],
    [{ guidance: 21 }, "value_bigger_than_max", "Value 21 bigger than max of 20", "guidance"],
    [{ aspect: "2:1" }, "value_not_in_list", "Value not in list", "aspect: '2:1' not in ['1:1', '4:3']"],
    [
      { guidance: "foo" },
      "invalid_input_type",
      "Failed to convert an input value to a FLOAT value",
      'guidance, "foo", expected a number from 0 to 20',
    ],
    [
      { model: 5 },
      "bad_linked_input",
      "Bad linked input, must be a length-2 list of [node_id, slot_index]",
      "model, received_value=5",
    ],
    [
      { model: ["3", 0] },
      "return_type_mismatch",
      "Return type mismatch between linked nodes",
      "model, received_type(INT) mismatch input_type(MODEL)",
    ],
    [
      { zoom: 1 },
      "custom_validation_failed",
      "Custom validation failed for node",
      'zoom - Node 1 (Paint) has no input "zoom". There are: model, prompt, seed, aspect, guidance.',
    ],
  ])("%j", async (inputs, type, message, details) => {
    const { wire } = await check({
      1: ["fake/paint", { model: ["2", 0], ...inputs }],
      2: ["fake/load-model"],
      3: ["fake/add", { a: 1 }],
      4: shown("1"),
    });
    expect(wire.error).toMatchObject({
      type: "prompt_outputs_failed_validation",
      details: `${message}: ${details}`,
      extra_info: {},
    });
    expect(wire.node_errors).toEqual({
      "1": {
        class_type: "fake/paint",
        dependent_outputs: ["4"],
        errors: [
          expect.objectContaining({
            type,
            message,
            details,
            extra_info: expect.objectContaining({ input_name: Object.keys(inputs)[0] }),
          }),
        ],
      },
    });
  });

  test("a missing input and a missing type", async () => {
    const { wire } = await check({ 1: ["fake/paint"], 2: shown("1"), 3: ["fake/ad", {}, "Sum"] });
    expect(wire.error).toEqual({
      type: "missing_node_type",
      message: `Node 'fake/ad' not found. Did you mean "fake/add"?`,
      details: "Node ID '#3'",
      extra_info: { node_id: "3", class_type: "fake/ad", node_title: "Sum" },
    });
    expect(wire.node_errors["1"]?.errors).toEqual([
      {
        type: "required_input_missing",
        message: "Required input is missing",
        details: "model",
        extra_info: { input_name: "model" },
      },
    ]);
  });

  test("a long list of choices is told by its length", async () => {
    const choices = Array.from({ length: 21 }, (_, i) => `c${i}`);
    const many = defineNode({ ...open, inputs: { pick: port.choice(choices) }, rest: null });
    const { wire } = await check({ 1: ["fake/open", { pick: "x" }] }, { known: createRegistry([many]) });
    expect(wire.node_errors["1"]?.errors).toEqual([
      expect.objectContaining({
        details: "pick: 'x' not in (list of length 21)",
        extra_info: { input_name: "pick", input_config: null, received_value: "x" },
      }),
    ]);
  });
});

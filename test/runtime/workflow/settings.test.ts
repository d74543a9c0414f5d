import { expect, test } from "vitest";
import { applySettings, issueText, readWorkflow } from "../../../runtime/workflow/index.ts";
import { api, registry } from "./fakes.ts";

const file = api({
  1: ["fake/add", { a: 1 }],
  2: ["fake/paint", { model: ["1", 0] }, "My. Painter"],
  3: ["fake/add", { a: ["1", 0] }],
});

function set(...settings: string[]) {
  const { prompt, issues } = applySettings(readWorkflow(file, registry), settings, registry);
  const inputs = Object.fromEntries([...prompt].map(([id, node]) => [id, node.inputs]));
  return { inputs, problems: issues.map((issue) => Object.values(issueText(issue)).join(" ").trim()) };
}

test("a node is named by its id or its title, and a value may hold dots and equal signs", () => {
  const { inputs, problems } = set("3.a=7", "my-painter.prompt=a. b=c", "2.seed=5");
  expect(problems).toEqual([]);
  expect(inputs["3"]?.a).toEqual({ kind: "value", value: "7" });
  expect(inputs["2"]).toMatchObject({ prompt: { value: "a. b=c" }, seed: { value: "5" } });
});

test("a node's title may hold dots", () => {
  expect(set("My. Painter.seed=5").problems).toEqual([]);
});

test("every mistake is told, with the nearest name", () => {
  expect(set("prompt", "=x", "MyPaintr.seed=1", "Add.a=1", "2.sed=1", "2.zzzzzz=1").problems).toEqual([
    '--set expected NODE.INPUT=VALUE, got "prompt".',
    '--set expected NODE.INPUT=VALUE, got "=x".',
    '--set names the node "MyPaintr", which is neither an id nor a title in this workflow. Did you mean "My. Painter"?',
    '--set names the node "Add", and nodes 1, 3 are called that. Use the id.',
    '--set: Node 2 (My. Painter) has no input "sed". Did you mean "seed"?',
    '--set: Node 2 (My. Painter) has no input "zzzzzz". There are: model, prompt, seed, aspect, guidance.',
  ]);
});

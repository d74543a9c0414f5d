import { expect, test } from "vitest";
import { builtinNodes } from "../../nodes/registry.ts";
import { execute, nodeId, readWorkflow } from "../../runtime/workflow/index.ts";

const registry = builtinNodes();

/** Runs a graph whose output node `out` shows a text, and says what it showed and which nodes ran. */
async function run(nodes: Readonly<Record<string, readonly [type: string, inputs?: object]>>) {
  const file = Object.fromEntries(
    Object.entries(nodes).map(([id, [type, inputs = {}]]) => [id, { class_type: `nextscale/${type}`, inputs }]),
  );
  const texts: string[] = [];
  const { traces } = await execute(readWorkflow(JSON.stringify(file), registry), {
    registry,
    targets: [nodeId("out")],
    onEvent: (event) => void (event.type === "node-text" && texts.push(event.text)),
  });
  return { texts, ran: traces.map(({ node }) => node) };
}

const texts = {
  a: ["join-text", { a: "first" }],
  b: ["join-text", { a: "second" }],
  out: ["show-text", { text: ["choice", 0] }],
} as const;

test.each([
  [true, "first", "a"],
  [false, "second", "b"],
] as const)("If %s passes %s on and runs only what that needs", async (condition, text, branch) => {
  const result = await run({ ...texts, choice: ["if", { condition, yes: ["a", 0], no: ["b", 0] }] });
  expect(result.texts).toEqual([text]);
  expect(result.ran.toSorted()).toEqual([branch, "choice", "out"].toSorted());
});

test("Switch passes the chosen value on and runs only what that needs", async () => {
  const result = await run({ ...texts, choice: ["switch", { choice: 1, a: ["a", 0], b: ["b", 0] }] });
  expect(result.texts).toEqual(["second"]);
  expect(result.ran).not.toContain("a");
});

test("Switch says so when nothing is linked where it chose", async () => {
  const running = run({ ...texts, choice: ["switch", { choice: 3, a: ["a", 0] }] });
  await expect(running).rejects.toThrow('The switch chose input "d", and nothing is linked there.');
});

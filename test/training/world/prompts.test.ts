import { expect, test } from "vitest";
import { splitOf } from "../../../training/world/held-out.ts";
import { drawPrompts, promptCategories } from "../../../training/world/prompts.ts";
import { readCaption } from "./read-caption.ts";

const prompts = drawPrompts({ count: 300, seed: 1, split: "held-out" });

test("the six categories take turns", () => {
  for (const category of promptCategories)
    expect(prompts.filter((prompt) => prompt.category === category).length).toBe(50);
});

test("an expectation asks for what its prompt says and nothing else", () => {
  for (const { prompt, expected } of prompts) {
    const { things, relation } = readCaption(prompt);
    expect(expected.objects, prompt).toEqual(things.map(({ kind, count }) => ({ kind, count })));
    expect(expected.relation, prompt).toBe(relation);
  }
});

test("position prompts state a relation, counting prompts are exact, kinds are of the split", () => {
  for (const { category, expected } of prompts) {
    expect(expected.relation !== null).toBe(category === "position");
    expect(expected.exact).toBe(category === "counting");
    expect(splitOf(expected.objects.map(({ kind }) => kind))).toBe("held-out");
  }
});

test("the same seed gives the same prompts", () => {
  expect(drawPrompts({ count: 12, seed: 1, split: "held-out" })).toEqual(prompts.slice(0, 12));
});

test("a prompt that is refused is drawn anew, the others stay as they are", () => {
  const accepts = (prompt: string) => !prompt.includes("star");
  const drawn = drawPrompts({ count: 60, seed: 1, split: "held-out", accepts });
  for (const [i, each] of drawn.entries()) {
    expect(each.prompt).not.toContain("star");
    if (accepts(prompts[i]?.prompt ?? "star")) expect(each).toEqual(prompts[i]);
  }
});

test("where every prompt is refused, the first one drawn is asked", () => {
  expect(drawPrompts({ count: 12, seed: 1, split: "held-out", accepts: () => false })).toEqual(prompts.slice(0, 12));
});

import { describe, expect, test } from "vitest";
import type { Detection } from "../../../training/score/detect.ts";
import { readPrompt } from "../../../training/score/read-prompt.ts";
import { conditionsOf, rewardOf } from "../../../training/score/reward.ts";
import type { Kind } from "../../../training/world/kinds.ts";
import { drawPrompts } from "../../../training/world/prompts.ts";

const star: Kind = { type: "shape", shape: "star", color: "red" };
const cat: Kind = { type: "emoji", emoji: "cat" };
const dog: Kind = { type: "emoji", emoji: "dog" };

describe("readPrompt", () => {
  test.each(["seen", "held-out"] as const)(
    "understands every prompt of the %s evaluation as its generator meant it",
    (split) => {
      for (const { prompt, expected } of drawPrompts({ count: 600, seed: 11, split })) {
        const { objects, relation } = readPrompt(prompt);
        expect(objects, prompt).toEqual(expected.objects);
        if (expected.relation !== null) expect(relation, prompt).toBe(expected.relation);
      }
    },
  );

  test.each([
    ["A cat!", [{ kind: cat, count: 1 }], false, null],
    ["3 tiny red stars on white", [{ kind: star, count: 3 }], true, null],
    ["red stars", [{ kind: star, count: 2 }], false, null],
    [
      "a star in red and a cat and another cat",
      [
        { kind: star, count: 1 },
        { kind: cat, count: 2 },
      ],
      false,
      null,
    ],
    [
      "a cat is under a dog",
      [
        { kind: cat, count: 1 },
        { kind: dog, count: 1 },
      ],
      false,
      "below",
    ],
    [
      "a cat with a dog above it",
      [
        { kind: cat, count: 1 },
        { kind: dog, count: 1 },
      ],
      false,
      "below",
    ],
    [
      "a cat with a dog on its left",
      [
        { kind: cat, count: 1 },
        { kind: dog, count: 1 },
      ],
      false,
      "right of",
    ],
    ["a dinosaur on a red background", [], false, null],
    ["", [], false, null],
  ])("%j", (prompt, objects, exact, relation) => {
    expect(readPrompt(prompt)).toEqual({ objects, exact, relation });
  });
});

describe("a reward", () => {
  const seen = (kind: Kind, left = 0): Detection => ({ kind, box: { left, top: 0, width: 10, height: 10 }, score: 1 });
  const reward = (prompt: string, detections: readonly Detection[]) =>
    rewardOf(conditionsOf(detections, readPrompt(prompt)));

  test.each<[string, Detection[], number]>([
    ["a cat", [seen(cat)], 1],
    ["a cat", [], 0],
    ["a cat", [seen(cat), seen(dog), seen(cat, 20)], 1],
    ["two cats", [seen(cat)], 0.5],
    ["two cats", [seen(cat), seen(cat, 20), seen(cat, 40)], 0.5],
    ["a cat and a red star", [seen(cat)], 0.5],
    ["a cat to the left of a dog", [seen(cat), seen(dog, 30)], 1],
    ["a cat to the left of a dog", [seen(cat, 30), seen(dog)], 2 / 3],
    ["nothing known", [seen(cat)], 0],
  ])("%s with %j", (prompt, detections, want) => {
    expect(reward(prompt, detections)).toBeCloseTo(want);
  });
});

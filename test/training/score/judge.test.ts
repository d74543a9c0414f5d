import { describe, expect, test } from "vitest";
import type { Detection } from "../../../training/score/detect.ts";
import { boxRelations, judge } from "../../../training/score/judge.ts";
import type { Kind } from "../../../training/world/kinds.ts";
import type { Expectation } from "../../../training/world/prompts.ts";

const cat: Kind = { type: "emoji", emoji: "cat" };
const redStar: Kind = { type: "shape", shape: "star", color: "red" };
const blueStar: Kind = { type: "shape", shape: "star", color: "blue" };
const redRing: Kind = { type: "shape", shape: "ring", color: "red" };
const blueRing: Kind = { type: "shape", shape: "ring", color: "blue" };

const see = (kind: Kind, top = 0, left = 0): Detection => ({
  kind,
  box: { top, left, height: 14, width: 14 },
  score: 1,
});
const want = (objects: readonly (readonly [Kind, number])[], rest: Partial<Expectation> = {}): Expectation => ({
  objects: objects.map(([kind, count]) => ({ kind, count })),
  exact: false,
  relation: null,
  ...rest,
});

describe("judge", () => {
  test.each<[string, Detection[], Expectation, boolean, string]>([
    ["an object that is there passes", [see(cat)], want([[cat, 1]]), true, "found 1 cat"],
    ["further objects do not matter", [see(cat), see(redStar)], want([[cat, 1]]), true, "found 1 cat"],
    ["an empty picture fails", [], want([[cat, 1]]), false, "expected 1 cat, found none"],
    [
      "one of two objects fails",
      [see(cat)],
      want([
        [cat, 1],
        [redStar, 1],
      ]),
      false,
      "expected 1 red star, found none",
    ],
    [
      "a wrong colour fails and is named",
      [see(blueStar)],
      want([[redStar, 1]]),
      false,
      "expected 1 red star, found blue star instead",
    ],
    [
      "too many fail an exact count",
      [see(cat), see(cat), see(cat)],
      want([[cat, 2]], { exact: true }),
      false,
      "expected 2 cats, found 3",
    ],
    ["too few fail an exact count", [see(cat)], want([[cat, 2]], { exact: true }), false, "expected 2 cats, found 1"],
    ["the exact count passes", [see(cat), see(cat)], want([[cat, 2]], { exact: true }), true, "found 2 cats"],
    [
      "swapped colours fail both bindings",
      [see(blueStar), see(redRing)],
      want([
        [redStar, 1],
        [blueRing, 1],
      ]),
      false,
      "expected 1 red star, found blue star instead",
    ],
    [
      "both bindings pass",
      [see(redStar), see(blueRing)],
      want([
        [redStar, 1],
        [blueRing, 1],
      ]),
      true,
      "found 1 red star and 1 blue ring",
    ],
  ])("%s", (_, detections, expected, pass, reason) => {
    expect(judge(detections, expected)).toEqual({ pass, reason });
  });

  test("a relation passes on its side and fails on the other", () => {
    const expected = want(
      [
        [cat, 1],
        [redStar, 1],
      ],
      { relation: "left of" },
    );
    expect(judge([see(cat, 16, 0), see(redStar, 16, 32)], expected)).toEqual({
      pass: true,
      reason: "found cat left of red star",
    });
    expect(judge([see(cat, 16, 32), see(redStar, 16, 0)], expected)).toEqual({
      pass: false,
      reason: "no cat left of red star",
    });
    expect(judge([see(cat, 0, 16), see(redStar, 32, 16)], expected).pass).toBe(false);
  });
});

describe("boxRelations", () => {
  const at = (top: number, left: number) => ({ top, left, height: 10, width: 10 });
  test("holds both on a diagonal, one along an axis, none on the same spot", () => {
    expect(boxRelations(at(0, 0), at(40, 40))).toEqual(["left of", "above"]);
    expect(boxRelations(at(0, 40), at(0, 0))).toEqual(["right of"]);
    expect(boxRelations(at(40, 2), at(0, 0))).toEqual(["below"]);
    expect(boxRelations(at(3, 3), at(3, 3))).toEqual([]);
    expect(boxRelations(at(0, 1), at(0, 0))).toEqual([]);
  });
});

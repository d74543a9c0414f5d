import { expect, test } from "vitest";
import { detect } from "../../../training/score/detect.ts";
import { matchScene } from "../../../training/score/match-scene.ts";
import { loadTemplates } from "../../../training/score/templates.ts";
import { renderScene } from "../../../training/world/render.ts";
import type { Scene } from "../../../training/world/scene.ts";
import { loadSprites } from "../../../training/world/sprites.ts";

const scene: Scene = {
  height: 64,
  width: 64,
  background: "white",
  objects: [
    { kind: { type: "shape", shape: "star", color: "red" }, size: 1, row: 0, column: 0 },
    { kind: { type: "emoji", emoji: "cat" }, size: 2, row: 2, column: 2 },
  ],
};
const [star, cat] = scene.objects as [(typeof scene.objects)[number], (typeof scene.objects)[number]];
const seen = detect(renderScene(scene, await loadSprites()), await loadTemplates());

test("a painted scene matches itself", () => {
  expect(matchScene(seen, scene)).toEqual({ whole: true, found: 1, surplus: 0 });
});

test.each([
  ["another place", [{ ...star, row: 3 }, cat], 0.5, 1],
  ["another colour", [{ ...star, kind: { type: "shape", shape: "star", color: "blue" } } as const, cat], 0.5, 1],
  ["one object more", [star, cat, { ...star, column: 3 }], 2 / 3, 0],
  ["one object less", [star], 1, 1],
])("%s is told", (_, objects, found, surplus) => {
  expect(matchScene(seen, { ...scene, objects })).toEqual({ whole: false, found, surplus });
});

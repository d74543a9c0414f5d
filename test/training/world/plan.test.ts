import { expect, test } from "vitest";
import { plan } from "../../../training/world/plan.ts";
import type { Scene, SceneObject } from "../../../training/world/scene.ts";

const star = { type: "shape", shape: "star", color: "red" } as const;
const cat = { type: "emoji", emoji: "cat" } as const;
const at = (kind: SceneObject["kind"], size: SceneObject["size"], row: number, column: number): SceneObject => ({
  kind,
  size,
  row,
  column,
});
const scene: Scene = {
  height: 64,
  width: 64,
  background: "sky",
  objects: [at(star, 1, 3, 0), at(cat, 2, 0, 2), at(star, 1, 1, 1)],
};

test("a plan names the last cell and the background, then kind, size and first cell of every object", () => {
  expect(plan(scene, [cat, star])).toBe("d4 light blue cat medium a3 star red small b2 star red small d1");
});

test("objects stand in the order in which the prompt named their kinds", () => {
  expect(plan(scene, [star, cat])).toBe("d4 light blue star red small b2 star red small d1 cat medium a3");
});

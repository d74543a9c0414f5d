import { expect, test } from "vitest";
import { kinds } from "../../../training/world/kinds.ts";
import { renderScene } from "../../../training/world/render.ts";
import type { Scene } from "../../../training/world/scene.ts";
import { loadSprites } from "../../../training/world/sprites.ts";
import { backgrounds } from "../../../training/world/vocabulary.ts";

test("a scene is painted in its background and its object's colour, the rest of the canvas untouched", async () => {
  const square = { type: "shape", shape: "square", color: "blue" } as const;
  const scene: Scene = {
    height: 48,
    width: 80,
    background: "sand",
    objects: [{ kind: square, size: 2, row: 1, column: 3 }],
  };
  const { data } = renderScene(scene, await loadSprites());
  const pixel = (y: number, x: number) => [...data.subarray((y * 80 + x) * 3, (y * 80 + x) * 3 + 3)];
  expect(data.length).toBe(48 * 80 * 3);
  expect(pixel(0, 0)).toEqual([...backgrounds.sand.rgb]);
  expect(pixel(32, 64)).toEqual([38, 88, 222]);
  expect(pixel(32, 47)).toEqual([...backgrounds.sand.rgb]);
});

test("every drawing keeps the margin of its box free at every size", async () => {
  const sprites = await loadSprites();
  for (const kind of kinds) {
    for (const size of [1, 2, 3, 4] as const) {
      const { side, data } = sprites.get(kind, size);
      for (let i = 0; i < side; i++) {
        const rim = [i, (side - 1) * side + i, i * side, i * side + side - 1];
        expect(rim.map((p) => data[p * 4 + 3])).toEqual([0, 0, 0, 0]);
      }
    }
  }
});

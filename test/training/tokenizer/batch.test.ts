import { expect, test } from "vitest";
import { drawScenes, GROUND_NUMBERS, INK_NUMBERS, tokenizerBatch } from "../../../training/tokenizer/batch.ts";
import { cellPieces } from "../../../training/world/labels.ts";
import { loadSprites } from "../../../training/world/sprites.ts";
import { backgrounds, colors } from "../../../training/world/vocabulary.ts";

test("each cell is told its piece, the colour of its shape and that of the background", async () => {
  const scenes = drawScenes(6, "1:1", "seen", 3, "batch");
  const { pixels, labels, inks, grounds } = tokenizerBatch(scenes, await loadSprites());
  expect(pixels.shape).toEqual([6, 64, 64, 3]);
  expect([...labels.data]).toEqual(scenes.flatMap((scene) => [...cellPieces(scene)]));
  const byteOf = (v = 0) => Math.round((v + 1) * 127.5);
  for (const [i, { background, objects }] of scenes.entries()) {
    for (let cell = 0; cell < 16; cell++) {
      const at = i * 16 + cell;
      const ground = [...grounds.data.subarray(at * GROUND_NUMBERS, (at + 1) * GROUND_NUMBERS)];
      expect(ground.map(byteOf)).toEqual(backgrounds[background].rgb);
      const covering = objects.find(
        ({ row, column, size }) =>
          Math.floor(cell / 4) - row >= 0 &&
          Math.floor(cell / 4) - row < size &&
          (cell % 4) - column >= 0 &&
          (cell % 4) - column < size,
      );
      const ink = [...inks.data.subarray(at * INK_NUMBERS, (at + 1) * INK_NUMBERS)];
      expect(ink[3]).toBe(covering?.kind.type === "shape" ? 1 : -1);
      if (covering?.kind.type === "shape") expect(ink.slice(0, 3).map(byteOf)).toEqual(colors[covering.kind.color]);
    }
  }
});

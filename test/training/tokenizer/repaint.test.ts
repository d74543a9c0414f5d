import { expect, test } from "vitest";
import { createRng } from "../../../runtime/tensor/index.ts";
import { denseScene } from "../../../training/tokenizer/dense.ts";
import { repaintedPairs } from "../../../training/tokenizer/repaint.ts";
import { generateScene } from "../../../training/world/generate.ts";
import { splitOf } from "../../../training/world/held-out.ts";
import { kindType } from "../../../training/world/kinds.ts";
import { cellPieces } from "../../../training/world/labels.ts";
import { boxOf, overlap } from "../../../training/world/scene.ts";
import { colors } from "../../../training/world/vocabulary.ts";
import { micro } from "../micro.ts";

const brush = { sprites: micro.sprites, named: 0.5 };
const scenes = Array.from({ length: 40 }, (_, i) =>
  generateScene(createRng(2, "repaint", i), { canvas: "1:1", split: "seen" }, "colors"),
);

test("even pairs show the same drawings, odd pairs the same places; the same numbers give the same pictures", () => {
  const paintings = repaintedPairs(scenes, brush, 1, "a");
  expect(paintings.length).toBe(80);
  const again = repaintedPairs(scenes, brush, 1, "a");
  for (const [i, { image }] of paintings.entries())
    expect(Buffer.compare(image.data, again[i]?.image.data ?? image.data.subarray(1))).toBe(0);
  for (let i = 0; i < paintings.length; i += 2) {
    const [a, b] = [paintings[i]?.scene, paintings[i + 1]?.scene];
    if (!a || !b) throw new Error("a pair");
    expect(a.objects.map(boxOf)).toEqual(b.objects.map(boxOf));
    if (i % 4 === 0) expect(cellPieces(a)).toEqual(cellPieces(b));
    else expect(a.background).toBe(b.background);
  }
  const odd = paintings.filter((_, i) => i % 4 >= 2).map(({ scene }) => kindType(scene.objects[0]?.kind ?? never()));
  expect(odd.some((type, i) => i % 2 === 1 && type !== odd[i - 1])).toBe(true);
});

test("no shape is painted in a colour near one that is held out for it", () => {
  const ring = scenes.map((scene) => ({
    ...scene,
    objects: [{ kind: { type: "shape", shape: "ring", color: "green" } as const, size: 4 as const, row: 0, column: 0 }],
  }));
  expect(splitOf([{ type: "shape", shape: "ring", color: "red" }])).toBe("held-out");
  const paintings = repaintedPairs(ring, brush, 3, "b").filter(
    ({ scene }) => kindType(scene.objects[0]?.kind ?? never()) === "ring",
  );
  for (const { image } of paintings) {
    const at = (32 * 64 + 7) * 3; // inside the band
    const away = Math.hypot(...colors.red.map((v, c) => v - (image.data[at + c] as number)));
    expect(away).toBeGreaterThanOrEqual(39);
  }
});

test("a dense scene is of its split, fills most of the canvas, and nothing overlaps", () => {
  const dense = Array.from({ length: 40 }, (_, i) => denseScene(createRng(4, "dense", i), "5:3", "seen"));
  const covered = dense.map(({ objects }) => objects.reduce((sum, { size }) => sum + size ** 2, 0) / 15);
  expect(covered.reduce((a, b) => a + b, 0) / covered.length).toBeGreaterThan(0.6);
  for (const { objects } of dense) {
    expect(splitOf(objects.map(({ kind }) => kind))).toBe("seen");
    for (const [i, a] of objects.entries()) expect(objects.slice(i + 1).some((b) => overlap(a, b))).toBe(false);
  }
});

function never(): never {
  throw new Error("an object");
}

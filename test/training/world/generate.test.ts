import { describe, expect, test } from "vitest";
import { createRng } from "../../../runtime/tensor/random.ts";
import { categories, generateScene } from "../../../training/world/generate.ts";
import { isHeldOutKind, isHeldOutPair, splitOf } from "../../../training/world/held-out.ts";
import { contrasts, kindIndex, kinds, kindType } from "../../../training/world/kinds.ts";
import { cellLabels, cellPieces, labelCount, pieceCount } from "../../../training/world/labels.ts";
import { clearRelation } from "../../../training/world/relations.ts";
import { boxOf, groups, overlap, type Scene } from "../../../training/world/scene.ts";
import { type Canvas, cellSide } from "../../../training/world/vocabulary.ts";

const canvasNames: readonly Canvas[] = ["1:1", "5:3", "3:5"];
const splits = ["seen", "held-out"] as const;
const drawn = splits.flatMap((split) =>
  categories.flatMap((category) =>
    Array.from({ length: 150 }, (_, i) => {
      const canvas = canvasNames[i % 3] as Canvas;
      return { split, category, scene: generateScene(createRng(4, split, category, i), { canvas, split }, category) };
    }),
  ),
);
const only = (name: string) => drawn.filter(({ category }) => category === name).map(({ scene }) => scene);

describe("generateScene", () => {
  test("the same random numbers give the same scene", () => {
    const draw = () => generateScene(createRng(9, "twice"), { canvas: "1:1", split: "seen" });
    expect(draw()).toEqual(draw());
  });

  test("boxes lie on the lattice, inside the canvas, and never overlap", () => {
    for (const { scene } of drawn) {
      expect(scene.objects.length).toBeLessThanOrEqual(4);
      for (const [i, object] of scene.objects.entries()) {
        const { top, left, height, width } = boxOf(object);
        expect([top % cellSide, left % cellSide, height % cellSide]).toEqual([0, 0, 0]);
        expect(top >= 0 && left >= 0 && top + height <= scene.height && left + width <= scene.width).toBe(true);
        expect(scene.objects.slice(i + 1).some((other) => overlap(object, other))).toBe(false);
        expect(contrasts(object.kind, scene.background)).toBe(true);
      }
    }
  });

  test("a scene is of its split", () => {
    for (const { scene, split } of drawn) expect(splitOf(scene.objects.map(({ kind }) => kind))).toBe(split);
  });

  test("each category keeps its promise", () => {
    for (const scene of [...only("single-object"), ...only("colors")]) expect(scene.objects.length).toBe(1);
    for (const scene of only("colors")) expect(scene.objects[0]?.kind.type).toBe("shape");
    for (const scene of only("counting")) {
      expect(scene.objects.length).toBeGreaterThanOrEqual(2);
      expect(groups(scene).length).toBe(1);
    }
    for (const scene of [...only("two-objects"), ...only("position"), ...only("attribute-binding")]) {
      expect(new Set(scene.objects.map(({ kind }) => kindType(kind))).size).toBe(2);
    }
    for (const { objects } of only("position")) {
      const [a, b] = objects.map(boxOf);
      expect(a && b && clearRelation(a, b)).not.toBeNull();
    }
    for (const { objects } of only("attribute-binding")) {
      expect(new Set(objects.map(({ kind }) => kind.type === "shape" && kind.color)).size).toBe(2);
    }
  });

  test("a lone large object fills a square canvas", () => {
    const sizes = new Set(
      only("single-object")
        .filter(({ height, width }) => height === width)
        .map(({ objects }) => objects[0]?.size),
    );
    expect([...sizes].sort()).toEqual([1, 2, 4]);
  });
});

describe("held-out combinations", () => {
  test("are about a tenth of the coloured shapes and of the pairs", () => {
    const shapeKinds = kinds.filter(({ type }) => type === "shape");
    const held = shapeKinds.filter(isHeldOutKind).length / shapeKinds.length;
    expect(held).toBeGreaterThan(0.05);
    expect(held).toBeLessThan(0.16);
    const types = kinds.filter((kind) => kind.type === "emoji" || kind.color === "red");
    const pairs = types.flatMap((a, i) => types.slice(i + 1).map((b) => isHeldOutPair(a, b)));
    const share = pairs.filter(Boolean).length / pairs.length;
    expect(share).toBeGreaterThan(0.07);
    expect(share).toBeLessThan(0.13);
  });

  test("every shape and every colour is still seen", () => {
    const seen = kinds.filter((kind) => !isHeldOutKind(kind)).flatMap((kind) => (kind.type === "shape" ? [kind] : []));
    expect(new Set(seen.map(({ shape }) => shape)).size).toBe(8);
    expect(new Set(seen.map(({ color }) => color)).size).toBe(8);
  });
});

test("cellLabels marks the cells under each object", () => {
  const star = { type: "shape", shape: "star", color: "red" } as const;
  const cat = { type: "emoji", emoji: "cat" } as const;
  const scene: Scene = {
    height: 48,
    width: 80,
    background: "white",
    objects: [
      { kind: star, size: 1, row: 0, column: 4 },
      { kind: cat, size: 2, row: 1, column: 0 },
    ],
  };
  const [s, c] = [kindIndex(star) + 1, kindIndex(cat) + 1];
  expect([...cellLabels(scene)]).toEqual([0, 0, 0, 0, s, c, c, 0, 0, 0, c, c, 0, 0, 0]);
  expect(labelCount).toBe(8 * 8 + 64 + 1);
  const [piece, first] = [3 * 30 + 1, 8 * 30 + 2];
  expect([...cellPieces(scene)]).toEqual([0, 0, 0, 0, piece, first, first + 1, 0, 0, 0, first + 2, first + 3, 0, 0, 0]);
  expect(pieceCount).toBe((8 + 64) * 30 + 1);
});

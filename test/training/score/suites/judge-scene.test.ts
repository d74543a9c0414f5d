import { beforeAll, describe, expect, test } from "vitest";
import { createRng } from "../../../../runtime/tensor/index.ts";
import { judgeInContext, judgeRiddle, judgeSubject } from "../../../../training/score/suites/judge-scene.ts";
import { type Drawings, see } from "../../../../training/score/suites/see.ts";
import { loadTemplates } from "../../../../training/score/templates.ts";
import { drawSample } from "../../../../training/world/abilities/draw-sample.ts";
import type { Ability } from "../../../../training/world/abilities/sample.ts";
import { renderScene } from "../../../../training/world/render.ts";
import type { Scene, SceneObject } from "../../../../training/world/scene.ts";
import { loadSprites } from "../../../../training/world/sprites.ts";
import { drawCanvas } from "../../../../training/world/vocabulary.ts";

let drawings: Drawings;
beforeAll(async () => {
  drawings = { templates: await loadTemplates(), sprites: await loadSprites() };
});

/** The scenes that answer exercises of an ability. */
const scenes = (ability: Ability): readonly Scene[] =>
  Array.from({ length: 24 }, (_, i) => {
    const rng = createRng(5, ability, i);
    const { answer } = drawSample(rng, ability, { split: "seen", phrasing: "taught", canvas: drawCanvas(rng) });
    return answer.type === "scenes" ? answer.scenes.slice(0, 1) : [];
  }).flat();
const look = (scene: Scene) => see(renderScene(scene, drawings.sprites), drawings);

const judges = {
  subject: (scene: Scene, shown: Scene) => judgeSubject(look(shown), scene),
  "in-context": (scene: Scene, shown: Scene) => judgeInContext(look(shown), scene),
  riddle: (scene: Scene, shown: Scene) => judgeRiddle(look(shown), scene, null),
} as const;

/** A scene with something wrong, or null where nothing of the sort can be. */
const wrongs: Readonly<Record<string, (scene: Scene) => Scene | null>> = {
  "an object too few": (scene) => (scene.objects.length > 1 ? { ...scene, objects: scene.objects.slice(1) } : null),
  "an object too many": (scene) => {
    const free = corners(scene).find((place) => scene.objects.every((object) => apart(place, object)));
    return free ? { ...scene, objects: [...scene.objects, free] } : null;
  },
  "another drawing": (scene) => ({ ...scene, objects: scene.objects.map((each) => ({ ...each, kind: rainbow })) }),
  nothing: (scene) => ({ ...scene, objects: [] }),
};

const rainbow = { type: "emoji", emoji: "rainbow" } as const;
const corners = ({ height, width }: Scene): readonly SceneObject[] =>
  [0, height / 16 - 1].flatMap((row) => [0, width / 16 - 1].map((column) => ({ kind: rainbow, size: 1, row, column })));
const apart = (a: SceneObject, b: SceneObject) =>
  a.row < b.row - 1 || a.row > b.row + b.size || a.column < b.column - 1 || a.column > b.column + b.size;

describe.each(["subject", "in-context", "riddle"] as const)("%s", (ability) => {
  test("the world's own picture passes", () => {
    const passed = scenes(ability).filter((scene) => judges[ability](scene, scene).pass);
    expect(passed.length).toBeGreaterThanOrEqual(23);
  });

  test(`${Object.keys(wrongs).join(", ")}: each fails`, () => {
    const shown = scenes(ability).flatMap((scene) =>
      Object.entries(wrongs).flatMap(([name, make]) => {
        const wrong = make(scene);
        return wrong ? [{ name, ...judges[ability](scene, wrong) }] : [];
      }),
    );
    expect(shown.length).toBeGreaterThan(60);
    expect(shown.filter(({ pass }) => pass)).toEqual([]);
  });
});

test("the background counts where it was asked for, places where they are part of the rule", () => {
  const [star, moved] = [
    { kind: { type: "shape", shape: "star", color: "red" }, size: 2, row: 0, column: 0 } as const,
    { kind: { type: "shape", shape: "star", color: "red" }, size: 2, row: 2, column: 2 } as const,
  ];
  const scene: Scene = { height: 64, width: 64, background: "white", objects: [star] };
  const elsewhere: Scene = { ...scene, objects: [moved] };
  const other: Scene = { ...scene, background: "black" };
  expect(judgeSubject(look(elsewhere), scene).pass).toBe(true);
  expect(judgeInContext(look(elsewhere), scene)).toEqual({
    pass: false,
    reason: "found 0 of 1 objects and 1 others",
  });
  expect(judgeSubject(look(other), scene)).toEqual({
    pass: false,
    reason: "expected white background, found black",
  });
  expect(judgeInContext(look(other), scene).pass).toBe(false);
  expect(judgeRiddle(look(other), scene, null).pass).toBe(true);
});

test("a riddle's thought is told beside the verdict, which is the picture's alone", () => {
  const [scene] = scenes("riddle") as [Scene];
  const verdict = (said: string) => judgeRiddle(look(scene), scene, { said, right: "two plus one is three.\n" });
  expect(verdict("Two plus one is three.")).toMatchObject({ pass: true, thought: true });
  expect(verdict("two plus one is four.")).toMatchObject({ pass: true, thought: false });
  expect(judgeRiddle(look(scene), scene, null).thought).toBeNull();
});

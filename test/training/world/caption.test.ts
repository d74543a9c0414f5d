import { expect, describe as suite, test } from "vitest";
import { createRng } from "../../../runtime/tensor/random.ts";
import { caption, state } from "../../../training/world/caption.ts";
import { describe } from "../../../training/world/describe.ts";
import { generateScene } from "../../../training/world/generate.ts";
import { kindIndex } from "../../../training/world/kinds.ts";
import { boxOf, groupBox, groups, type Scene, sizeName } from "../../../training/world/scene.ts";
import { backgrounds, type Canvas } from "../../../training/world/vocabulary.ts";
import { readCaption } from "./read-caption.ts";

const canvasNames: readonly Canvas[] = ["1:1", "5:3", "3:5"];
const scenes = Array.from({ length: 1500 }, (_, i) => {
  const rng = createRng(11, "captions", i);
  const split = i % 4 === 0 ? "held-out" : "seen";
  return generateScene(rng, { canvas: canvasNames[i % 3] as Canvas, split });
});

/** Reads the caption back and holds every claim against the scene. */
function checkCaption(text: string, scene: Scene): void {
  const { things, relation, background, place } = readCaption(text);
  const named = groups(scene);
  const own = things.map(({ kind, count, adjective }) => {
    const group = named.find((candidate) => kindIndex(candidate.kind) === kindIndex(kind));
    expect(group?.objects.length, text).toBe(count);
    if (adjective !== "" && group) {
      expect(sizeName(group.size), text).toBe(/small|little|tiny/.test(adjective) ? "small" : "large");
    }
    return group;
  });
  expect(new Set(own).size, text).toBe(named.length);
  expect(things.length, text).toBe(named.length);
  if (background !== null) expect(background, text).toBe(backgrounds[scene.background].words);
  const [a, b] = own;
  if (relation !== null && a && b) {
    const [first, second] = [groupBox(a), groupBox(b)];
    const holds = {
      "left of": first.left + first.width <= second.left,
      "right of": second.left + second.width <= first.left,
      above: first.top + first.height <= second.top,
      below: second.top + second.height <= first.top,
    };
    expect(holds[relation], text).toBe(true);
  }
  checkPlace(text, place, scene);
}

function checkPlace(text: string, place: readonly string[], scene: Scene): void {
  const [object] = scene.objects;
  if (!object || place.length === 0) return;
  const { top, left, height, width } = boxOf(object);
  const bottom = scene.height - top - height;
  const right = scene.width - left - width;
  const truths: Readonly<Record<string, boolean>> = {
    top: top === 0,
    bottom: bottom === 0,
    left: left === 0,
    right: right === 0,
    middle: top === bottom || left === right,
    center: top === bottom || left === right,
  };
  for (const word of place) expect(truths[word], text).toBe(true);
  if (/in the (middle|center)(?! of)|at the center/.test(text))
    expect(top === bottom && left === right, text).toBe(true);
}

suite("caption", () => {
  test("names every object with its count and says nothing false", () => {
    for (const [i, scene] of scenes.entries()) checkCaption(caption(scene, createRng(3, "words", i)), scene);
  });

  test("the canonical description says nothing false either", () => {
    for (const scene of scenes) checkCaption(describe(scene), scene);
  });

  test("mostly five to sixteen words", () => {
    const lengths = scenes.map((scene, i) => caption(scene, createRng(3, "words", i)).split(" ").length);
    const fitting = lengths.filter((length) => length >= 5 && length <= 16).length;
    expect(fitting / lengths.length).toBeGreaterThan(0.8);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(26);
  });

  test("mentions the background, size, place and relation about as often as asked", () => {
    const texts = scenes.map((scene, i) => readCaption(caption(scene, createRng(3, "words", i))));
    const share = texts.filter(({ background }) => background !== null).length / texts.length;
    expect(share).toBeGreaterThan(0.8);
    expect(share).toBeLessThan(0.9);
    for (const [i, scene] of scenes.entries()) {
      expect(state(scene, createRng(3, "words", i), { relation: 0 }).relation).toBeNull();
    }
  });

  test("the same random numbers give the same words, others mostly other words", () => {
    const scene = scenes[0] as Scene;
    const draw = (seed: number) => caption(scene, createRng(seed, "words"));
    expect(draw(1)).toBe(draw(1));
    expect(new Set(Array.from({ length: 20 }, (_, i) => draw(i))).size).toBeGreaterThan(10);
  });

  test("the description is one sentence of a fixed form", () => {
    const scene: Scene = {
      height: 64,
      width: 64,
      background: "sky",
      objects: [
        { kind: { type: "emoji", emoji: "owl" }, size: 2, row: 1, column: 2 },
        { kind: { type: "shape", shape: "star", color: "red" }, size: 1, row: 2, column: 0 },
      ],
    };
    expect(describe(scene)).toBe("a small red star to the left of an owl on a light blue background");
  });
});

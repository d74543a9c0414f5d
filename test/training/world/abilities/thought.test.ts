import { expect, test } from "vitest";
import { createRng } from "../../../../runtime/tensor/index.ts";
import { drawQuestion } from "../../../../training/world/abilities/ask.ts";
import { clips, drawClip } from "../../../../training/world/abilities/clip.ts";
import { drawEdit } from "../../../../training/world/abilities/edit.ts";
import type { EditName } from "../../../../training/world/abilities/edit-wordings.ts";
import { drawInContext } from "../../../../training/world/abilities/in-context.ts";
import type { Sample, TurnPiece } from "../../../../training/world/abilities/sample.ts";
import { drawStory } from "../../../../training/world/abilities/story.ts";
import { about, change, missing, way, whereabouts } from "../../../../training/world/abilities/thought.ts";
import type { Scene, SceneObject } from "../../../../training/world/scene.ts";

const star: SceneObject = { kind: { type: "shape", shape: "star", color: "red" }, size: 1, row: 1, column: 1 };
const cat: SceneObject = { kind: { type: "emoji", emoji: "cat" }, size: 2, row: 2, column: 2 };
const scene: Scene = { height: 64, width: 64, background: "sky", objects: [star, cat] };

/** The first of many draws that gives something. */
function first<T>(draw: (seed: number) => T | null, fits: (value: T) => boolean = () => true): T {
  for (let seed = 0; seed < 400; seed++) {
    const value = draw(seed);
    if (value !== null && fits(value)) return value;
  }
  throw new Error("Nothing was drawn.");
}
const thoughtOf = ({ turns }: Sample) =>
  turns
    .flatMap(({ content }): readonly TurnPiece[] => content)
    .flatMap((piece) => (piece.type === "thought" ? [piece.text] : []))[0] ?? "";
const edited = (name: EditName, of: Scene, fits: (instruction: string) => boolean = () => true) =>
  first(
    (seed) => drawEdit(createRng(seed), of, name, "held-out", "taught"),
    ({ instruction }) => fits(instruction),
  );

test("thoughts are in the words of plans", () => {
  expect(about([star, cat])).toBe("see star red small b2 cat medium c3");
  expect(missing(star.kind)).toBe("see star red none");
  expect(way([star, { ...star, column: 2 }, { ...star, column: 3 }])).toBe("see star red small b2 2 b3 3 b4");
  expect(change(scene, { ...scene, objects: [cat] })).toBe("from star red small b2 to none");
  expect(change(scene, { ...scene, background: "black" })).toBe("to black");
  expect(change(scene, { ...scene, objects: [star, { ...cat, size: 1 }] })).toBe("from cat medium c3 to cat small c3");
});

test("a question about what is not there turns on that", () => {
  const asked = first(
    (seed) => drawQuestion(createRng(seed), scene, "yes-no", "taught"),
    ({ answer }) => answer === "no",
  );
  expect(asked.thought).toMatch(/^see .+ none$/);
});

test("a change is called what it is before anything else", () => {
  const of = (name: EditName, word: RegExp) => edited(name, scene, (instruction) => word.test(instruction)).thought;
  expect(of("resize", /bigger/)).toMatch(/^larger from /);
  expect(of("resize", /shrink/)).toMatch(/^smaller from /);
  expect(of("background", /black/)).toBe("background to black");
});

test("a change of a count turns on how many there are and shall be", () => {
  const stars: Scene = { ...scene, objects: [star, { ...star, row: 3 }] };
  const { thought, after } = edited("count", stars, (instruction) => instruction.includes("three"));
  expect(thought).toBe(`count two three ${change(stars, after)}`);
});

test("a move to beside something turns on where that stands", () => {
  const { thought, after } = edited("move", scene, (instruction) => /the star .*the cat/.test(instruction));
  expect(thought).toMatch(/^move see cat medium c3 (left of|right of|above|below) /);
  expect(thought.endsWith(` ${change(scene, after)}`)).toBe(true);
});

test("what pairs of pictures show is told before it is done", () => {
  const sample = first((seed) =>
    drawInContext(createRng(seed), "background", { split: "seen", phrasing: "taught", canvas: "1:1" }),
  );
  const thought = thoughtOf(sample);
  const [, background] = /^on (.+) to /.exec(thought) ?? [];
  expect(thought).toBe(`on ${background} to ${background}`);
});

test("where something is has a word for each axis", () => {
  expect(whereabouts(star, scene)).toBe("between between");
  expect(whereabouts({ ...star, size: 2 }, scene)).toBe("middle middle");
  expect(whereabouts(cat, scene)).toBe("bottom right");
  expect(whereabouts({ ...cat, row: 0, column: 1 }, scene)).toBe("top middle");
});

test("a move to a named place turns on its name, so that the cell follows from it", () => {
  const { thought } = edited("move", scene, (instruction) => /the star .*the top left/.test(instruction));
  expect(thought).toBe("move top left from star red small b2 to star red small a1");
});

test("the thoughts of a story count its pictures", () => {
  const { turns } = first((seed) => drawStory(createRng(seed), { split: "seen", phrasing: "taught", canvas: "1:1" }));
  const said = turns.flatMap(({ content }): readonly TurnPiece[] => content);
  const thoughts = said.flatMap((piece) => (piece.type === "thought" ? [piece.text] : []));
  expect(thoughts.map((each) => Number(each.split(" ")[0]))).toEqual(thoughts.map((_, i) => i + 2));
  expect(thoughts).toHaveLength(said.filter(({ type }) => type === "image").length - 1);
});

test.each(clips)("a clip turns on the places that its object comes to, numbered as its frames are: %s", (name) => {
  const sample = first((seed) => drawClip(createRng(seed), name, { split: "seen", phrasing: "taught", canvas: "1:1" }));
  const frames = sample.answer.type === "scenes" ? sample.answer.scenes.length : 0;
  const said = sample.turns.flatMap(({ content }): readonly TurnPiece[] => content);
  const [way = "", ...steps] = said.flatMap((piece) => (piece.type === "thought" ? [piece.text] : []));
  expect(steps).toHaveLength(frames - 1);
  expect(way.endsWith(steps.join(" "))).toBe(true);
  expect(/^[a-f]\d /.test(way)).toBe(name === "text-to-clip");
});

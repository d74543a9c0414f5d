import { expect, test } from "vitest";
import { createRng } from "../../../../runtime/tensor/index.ts";
import { drawQuestion } from "../../../../training/world/abilities/ask.ts";
import { clips, drawClip } from "../../../../training/world/abilities/clip.ts";
import { drawEdit } from "../../../../training/world/abilities/edit.ts";
import type { EditName } from "../../../../training/world/abilities/edit-wordings.ts";
import { drawInContext } from "../../../../training/world/abilities/in-context.ts";
import type { Sample, TurnPiece } from "../../../../training/world/abilities/sample.ts";
import { drawStory } from "../../../../training/world/abilities/story.ts";
import {
  about,
  change,
  missing,
  sight,
  staged,
  tally,
  way,
  whereabouts,
} from "../../../../training/world/abilities/thought.ts";
import { cellName, sizedWords } from "../../../../training/world/plan.ts";
import type { Scene, SceneObject } from "../../../../training/world/scene.ts";
import { backgrounds } from "../../../../training/world/vocabulary.ts";

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
const edited = (
  name: EditName,
  of: Scene,
  fits: (instruction: string) => boolean = () => true,
  options: { readonly own?: boolean } = {},
) =>
  first(
    (seed) => drawEdit(createRng(seed), of, name, { split: "held-out", phrasing: "taught", ...options }),
    ({ instruction }) => fits(instruction),
  );

test("thoughts are in the words of plans", () => {
  expect(about([star, cat])).toBe("see star red small b2 cat medium c3");
  expect(missing(star.kind)).toBe("see star red none");
  expect(way([star, { ...star, column: 2 }, { ...star, column: 3 }])).toBe("see star red small b2 2 b3 3 b4");
  expect(change(scene, { ...scene, objects: [cat] })).toBe("from star red small b2 to none");
  expect(change(scene, { ...scene, background: "black" })).toBe(`from ${backgrounds[scene.background].words} to black`);
  expect(change(scene, { ...scene, objects: [star, { ...cat, size: 1 }] })).toBe("from cat medium c3 to cat small c3");
});

test("what is seen is told row by row, kinds as they come", () => {
  const late = { ...star, row: 3, column: 0 };
  expect(sight({ ...scene, background: "black", objects: [late, cat, star] })).toBe(
    "d4 black star red small b2 cat medium c3 star red small d1",
  );
});

test("a caption counts what it names and says how that stands before it is written", () => {
  const stars = [star, { ...star, column: 3 }];
  expect(tally({ ...scene, objects: [...stars, { ...cat, column: 1 }] })).toBe(
    "see star red small b2 b4 two cat medium c2 one above",
  );
  expect(tally({ ...scene, objects: [cat] })).toBe("see cat medium c3 one bottom right");
  expect(tally({ ...scene, objects: [star, { ...star, size: 2, column: 2 }, { ...cat, column: 0 }] })).toBe(
    "see star red small b2 one star red medium b3 one cat medium c1 one",
  );
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
  expect(of("background", /black/)).toMatch(/^background from .+ to black$/);
});

test("a change of a count turns on how many there are and shall be", () => {
  const stars: Scene = { ...scene, objects: [star, { ...star, row: 3 }] };
  const { thought, after } = edited("count", stars, (instruction) => instruction.includes("three"));
  expect(thought).toBe(`count two three ${change(stars, after)}`);
});

test("a move to beside something turns on where that stands", () => {
  const { thought, after } = edited("move", scene, (instruction) => /the star .*the cat/.test(instruction));
  const cell = after.objects.map(({ row, column }) => cellName(row, column))[0];
  expect(thought).toMatch(
    new RegExp(`^move star red small b2 to (left of|right of|above|below) cat medium c3 ${cell}$`),
  );
});

test("what pairs of pictures show is told before it is done", () => {
  const sample = first((seed) =>
    drawInContext(createRng(seed), "background", { split: "seen", phrasing: "taught", canvas: "1:1" }),
  );
  const thought = thoughtOf(sample);
  const [, background, before] = /^on (.+) from (.+) to /.exec(thought) ?? [];
  expect(before).not.toBe(background);
  expect(thought).toBe(`on ${background} from ${before} to ${background}`);
});

test("where something is has a word for each axis", () => {
  expect(whereabouts(star, scene)).toBe("between between");
  expect(whereabouts({ ...star, size: 2 }, scene)).toBe("middle middle");
  expect(whereabouts(cat, scene)).toBe("bottom right");
  expect(whereabouts({ ...cat, row: 0, column: 1 }, scene)).toBe("top middle");
});

test("a move to a named place turns on its name, so that the cell follows from it", () => {
  const { thought } = edited("move", scene, (instruction) => /the star .*the top left/.test(instruction));
  expect(thought).toBe("move star red small b2 to top left a1");
});

test("what is added is known before its place is, and how large", () => {
  const { thought, after } = edited("add", scene);
  const added = after.objects.at(-1) as SceneObject;
  expect(thought).toMatch(new RegExp(`^add ${sizedWords(added)} to .+ ${cellName(added.row, added.column)}$`));
});

test("one who thinks of a move names the places that are free first", () => {
  const tall: Scene = {
    ...scene,
    width: 48,
    objects: [
      { ...cat, column: 0 },
      { ...star, column: 2 },
    ],
  };
  const asked = (instruction: string) => /the star .* (corner|center)/.test(instruction);
  const { thought } = edited("move", tall, asked, { own: true });
  expect(thought).toMatch(
    /^move star red small b3 where top left top middle top right bottom right to \w+ \w+ [a-d][1-3]$/,
  );
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
  expect(way).toContain(steps.join(" "));
  expect(/^[a-f]\d see /.test(way)).toBe(name === "text-to-clip");
});

test("a clip that nobody has seen turns on its way first, then on where the rest leaves it free", () => {
  const way = "see star red small b2 2 b3 3 b4";
  expect(staged(scene, star, way)).toBe(`d4 ${way} see cat medium c3`);
  expect(staged({ ...scene, objects: [star] }, star, way)).toBe(`d4 ${way}`);
});

import { expect, test } from "vitest";
import { createRng } from "../../../../runtime/tensor/index.ts";
import { drawQuestion } from "../../../../training/world/abilities/ask.ts";
import { clips, drawClip } from "../../../../training/world/abilities/clip.ts";
import { drawEdit, type EditName } from "../../../../training/world/abilities/edit.ts";
import { drawInContext } from "../../../../training/world/abilities/in-context.ts";
import type { Sample, TurnPiece } from "../../../../training/world/abilities/sample.ts";
import { about, change, missing, way } from "../../../../training/world/abilities/thought.ts";
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
  expect(way([star, { ...star, column: 2 }, { ...star, column: 3 }])).toBe("see star red small b2 b3 b4");
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
  expect(thought).toBe(`move see cat medium c3 ${change(scene, after)}`);
});

test("what pairs of pictures show is told before it is done", () => {
  const sample = first((seed) =>
    drawInContext(createRng(seed), "background", { split: "seen", phrasing: "taught", canvas: "1:1" }),
  );
  const thought = thoughtOf(sample);
  const [, background] = /^on (.+) to /.exec(thought) ?? [];
  expect(thought).toBe(`on ${background} to ${background}`);
});

test.each(clips)("a clip turns on the places that its object comes to, one a frame: %s", (name) => {
  const sample = first((seed) => drawClip(createRng(seed), name, { split: "seen", phrasing: "taught", canvas: "1:1" }));
  const frames = sample.answer.type === "scenes" ? sample.answer.scenes.length : 0;
  const places = thoughtOf(sample).match(/[a-f][1-6]/g) ?? [];
  expect(places).toHaveLength(frames);
});

import { expect, test } from "vitest";
import { createRng } from "../../../../runtime/tensor/index.ts";
import { drawQuestion, questions } from "../../../../training/world/abilities/ask.ts";
import { clips, drawClip } from "../../../../training/world/abilities/clip.ts";
import { drawEdit } from "../../../../training/world/abilities/edit.ts";
import { edits } from "../../../../training/world/abilities/edit-wordings.ts";
import { drawInContext, rules } from "../../../../training/world/abilities/in-context.ts";
import { countOf, kindsOf } from "../../../../training/world/abilities/naming.ts";
import { drawRiddle, riddles } from "../../../../training/world/abilities/riddle.ts";
import type { Phrasing, Sample, SampleOptions } from "../../../../training/world/abilities/sample.ts";
import { drawStory } from "../../../../training/world/abilities/story.ts";
import { drawSubject } from "../../../../training/world/abilities/subject.ts";
import { generateScene } from "../../../../training/world/generate.ts";
import { splitOf } from "../../../../training/world/held-out.ts";
import { kindNoun, sameKind } from "../../../../training/world/kinds.ts";
import { overlap, type Scene } from "../../../../training/world/scene.ts";
import { cellSide, drawCanvas } from "../../../../training/world/vocabulary.ts";

const sceneOf = (i: number): Scene => generateScene(createRng(3, "abilities", i), { canvas: "1:1", split: "seen" });

const optionsOf = (i: number): SampleOptions => ({
  split: "seen",
  phrasing: "taught",
  canvas: drawCanvas(createRng(12, "canvas", i)),
});

/** What `draw` gives over many seeds, refusals left out. */
function many<T>(draw: (seed: number) => T | null, count = 120): readonly T[] {
  return Array.from({ length: count }, (_, i) => draw(i)).filter((each) => each !== null);
}

function expectScene(scene: Scene): void {
  for (const [i, object] of scene.objects.entries()) {
    expect(object.row >= 0 && object.column >= 0).toBe(true);
    expect((object.row + object.size) * cellSide).toBeLessThanOrEqual(scene.height);
    expect((object.column + object.size) * cellSide).toBeLessThanOrEqual(scene.width);
    for (const other of scene.objects.slice(i + 1)) expect(overlap(object, other)).toBe(false);
  }
  expect(splitOf(kindsOf(scene))).toBe("seen");
}

test.each(edits)("%s changes the scene as said, into a scene that training may see", (name) => {
  const drawn = many(
    (i) => drawEdit(createRng(1, name, i), sceneOf(i), name, { split: "seen", phrasing: "taught" }),
    400,
  );
  expect(drawn.length).toBeGreaterThan(20);
  for (const { before, after, instruction } of drawn) {
    expectScene(after);
    expect(after).not.toEqual(before);
    expect(instruction).not.toContain("{");
    const same = before.objects.filter((object) => after.objects.includes(object)).length;
    if (name === "background") expect(after.objects).toEqual(before.objects);
    else expect(after.background).toBe(before.background);
    if (name === "move" || name === "resize" || name === "recolour" || name === "replace")
      expect([same, after.objects.length]).toEqual([before.objects.length - 1, before.objects.length]);
    if (name === "add")
      expect([same, after.objects.length]).toEqual([before.objects.length, before.objects.length + 1]);
    if (name === "remove") expect(after.objects.length).toBe(before.objects.length - 1);
  }
});

test("a phrasing that is held out is in no instruction that is taught", () => {
  const said = (phrasing: Phrasing) =>
    many((i) => drawEdit(createRng(2, i), sceneOf(i), "remove", { split: "seen", phrasing }), 300).map(
      (each) => each.instruction,
    );
  expect(said("held-out").every((each) => each.startsWith("get rid of"))).toBe(true);
  expect(said("taught").some((each) => each.startsWith("get rid of"))).toBe(false);
});

test.each(questions)("a question for %s has the answer that the scene gives", (name) => {
  const drawn = many((i) => {
    const scene = sceneOf(i);
    const question = drawQuestion(createRng(5, name, i), scene, name, "taught");
    return question && { scene, ...question };
  }, 300);
  expect(drawn.length).toBeGreaterThan(20);
  for (const { scene, question, answer } of drawn) {
    expect(answer).not.toBe("");
    if (name === "color") {
      const { kind } = scene.objects.find(({ kind: each }) => question.includes(kindNoun(each, 1))) ?? {};
      expect(kind?.type === "shape" && kind.color).toBe(answer);
    }
    if (name === "yes-no") expect(["yes", "no"]).toContain(answer);
  }
  expect(new Set(drawn.map(({ answer }) => answer)).size).toBeGreaterThan(1);
});

test.each(clips)("%s: one object moves a cell a frame, the others stay", (name) => {
  const drawn = many((i) => drawClip(createRng(7, name, i), name, optionsOf(i)));
  expect(drawn.length).toBeGreaterThan(30);
  for (const { answer } of drawn) {
    const frames = answer.type === "scenes" ? answer.scenes : [];
    expect(frames.length >= 4 && frames.length <= 8).toBe(true);
    for (const [i, frame] of frames.entries()) {
      expectScene(frame);
      const before = frames[i - 1];
      if (!before) continue;
      const moved = frame.objects.filter((object) => !before.objects.includes(object));
      expect(moved.length).toBeLessThanOrEqual(1);
      for (const object of moved) {
        const was = before.objects.find((each) => !frame.objects.includes(each) && sameKind(each.kind, object.kind));
        expect(Math.abs(object.row - (was?.row ?? 9)) + Math.abs(object.column - (was?.column ?? 9))).toBe(1);
      }
    }
  }
});

test("a story shows 3 to 5 beats, each with its sentence, and ends with the scenes of its answer", () => {
  const drawn = many((i) => drawStory(createRng(8, i), optionsOf(i)));
  expect(drawn.length).toBeGreaterThan(60);
  for (const { turns, answer } of drawn) {
    const told = turns[1]?.content ?? [];
    const scenes = told.flatMap((piece) => (piece.type === "image" ? [piece.scene] : []));
    expect(answer).toEqual({ type: "scenes", scenes });
    expect(scenes.length >= 3 && scenes.length <= 5).toBe(true);
    const beats = scenes.map((_, i) => [...(i === 0 ? [] : ["thought"]), "text", "image"]);
    expect(told.map(({ type }) => type)).toEqual(beats.flat());
    for (const scene of scenes) expectScene(scene);
  }
});

test.each(riddles)("a riddle of a %s thinks to what its picture shows", (name) => {
  for (const { turns, answer } of many((i) => drawRiddle(createRng(9, name, i), name, optionsOf(i)))) {
    const scene = answer.type === "scenes" ? answer.scenes[0] : undefined;
    if (!scene) throw new Error("a riddle has a picture");
    expectScene(scene);
    const thought = turns[1]?.content[0];
    const kind = kindsOf(scene)[0];
    if (thought?.type !== "text" || !kind) throw new Error("a riddle has a thought");
    const words = name === "fact" ? kindNoun(kind, 1) : `is ${["", "", "two", "three", "four"][countOf(scene, kind)]}`;
    expect(thought.text).toContain(words);
  }
});

test.each(rules)("in context: all pairs follow one rule of %s", (name) => {
  const drawn = many((i) => drawInContext(createRng(10, name, i), name, optionsOf(i)));
  expect(drawn.length).toBeGreaterThan(15);
  for (const { turns } of drawn) {
    const scenes = turns.flatMap(({ content }) =>
      content.flatMap((each) => (each.type === "image" ? [each.scene] : [])),
    );
    expect(scenes.length % 2).toBe(0);
    const afters = scenes.filter((_, i) => i % 2 === 1);
    const said = afters.map(({ background, objects: [first] }) => {
      if (name === "background") return background;
      const kind = first?.kind;
      return kind?.type === "shape" && name === "color" ? kind.color : kind && kindNoun(kind, 1);
    });
    expect(new Set(said).size).toBe(1);
  }
});

test("a subject comes back in another scene beside what was asked for", () => {
  const drawn: readonly Sample[] = many((i) => drawSubject(createRng(11, i), optionsOf(i)));
  expect(drawn.length).toBeGreaterThan(60);
  for (const { turns, answer } of drawn) {
    const shown = turns[0]?.content[0];
    const after = answer.type === "scenes" ? answer.scenes[0] : undefined;
    if (shown?.type !== "image" || !after) throw new Error("a subject is shown and drawn");
    expectScene(after);
    expect(after.objects.some(({ kind }) => sameKind(kind, shown.scene.objects[0]?.kind ?? kind))).toBe(true);
  }
});

import { beforeAll, describe, expect, test } from "vitest";
import { createRng } from "../../../../runtime/tensor/index.ts";
import { judgeEdit, lost, restError } from "../../../../training/score/suites/judge-edit.ts";
import { readInstruction } from "../../../../training/score/suites/read-instruction.ts";
import { type Drawings, see } from "../../../../training/score/suites/see.ts";
import { loadTemplates } from "../../../../training/score/templates.ts";
import { drawEdit, type Edit } from "../../../../training/world/abilities/edit.ts";
import { type EditName, edits } from "../../../../training/world/abilities/edit-wordings.ts";
import { generateScene } from "../../../../training/world/generate.ts";
import { colorNames } from "../../../../training/world/kinds.ts";
import { renderScene } from "../../../../training/world/render.ts";
import type { Scene } from "../../../../training/world/scene.ts";
import { loadSprites } from "../../../../training/world/sprites.ts";
import { drawCanvas } from "../../../../training/world/vocabulary.ts";

let drawings: Drawings;
beforeAll(async () => {
  drawings = { templates: await loadTemplates(), sprites: await loadSprites() };
});

/** Edits of a sort, half of them in words that training never sees. */
function examples(name: EditName, count: number): readonly Edit[] {
  const found: Edit[] = [];
  for (let i = 0; found.length < count; i++) {
    const rng = createRng(8, name, i);
    const scene = generateScene(rng, { canvas: drawCanvas(rng), split: "seen" });
    const edit = drawEdit(rng, scene, name, { split: "seen", phrasing: i % 2 === 0 ? "taught" : "held-out" });
    if (edit) found.push(edit);
  }
  return found;
}

const look = (scene: Scene) => see(renderScene(scene, drawings.sprites), drawings);

describe.each(edits)("%s", (name) => {
  test("the answer of the world passes with nothing else touched, the unchanged picture fails", () => {
    const drawn = examples(name, 40);
    let passed = 0;
    for (const { instruction, before, after } of drawn) {
      const asked = readInstruction(`${instruction}.`, before);
      expect(asked, instruction).not.toBeNull();
      if (!asked) continue;
      expect(asked.name, instruction).toBe(name);
      const right = look(after);
      const verdict = judgeEdit(asked, right);
      if (verdict.pass && lost(asked, right).length === 0) passed++;
      if (verdict.pass) expect(restError(asked, right, drawings.sprites), instruction).toBeLessThan(0.003);
      expect(judgeEdit(asked, look(before)).pass, instruction).toBe(false);
    }
    expect(passed / drawn.length).toBeGreaterThanOrEqual(0.95);
  });
});

test("a recolour to another colour than asked, and a move elsewhere, fail with what is wrong", () => {
  for (const { instruction, before, after } of examples("recolour", 12)) {
    const asked = readInstruction(instruction, before);
    const changed = after.objects.find((object) => !before.objects.includes(object));
    if (!asked || changed?.kind.type !== "shape") throw new Error(instruction);
    const { kind } = changed;
    const color = colorNames.find((each) => each !== kind.color && !instruction.includes(each)) ?? "red";
    const wrong = {
      ...after,
      objects: after.objects.map((each) => (each === changed ? { ...each, kind: { ...kind, color } } : each)),
    };
    expect(judgeEdit(asked, look(wrong)), instruction).toMatchObject({ pass: false });
  }
});

test("what an instruction leaves open may be anywhere, what it names may not", () => {
  const cat = { kind: { type: "emoji", emoji: "cat" }, size: 1, row: 3, column: 3 } as const;
  const star = { kind: { type: "shape", shape: "star", color: "red" }, size: 1, row: 0, column: 0 } as const;
  const before: Scene = { height: 64, width: 64, background: "white", objects: [cat] };
  const after: Scene = { ...before, objects: [cat, star] };
  const verdict = (instruction: string) => {
    const asked = readInstruction(instruction, before);
    return asked && judgeEdit(asked, look(after)).pass;
  };
  expect(verdict("add a small red star")).toBe(true);
  expect(verdict("Add a small red star in the top left corner.")).toBe(true);
  expect(verdict("add a small red star in the top right corner")).toBe(false);
  expect(verdict("put a small red star to the left of the cat")).toBe(true);
  expect(verdict("put a small red star above the cat")).toBe(true);
  expect(verdict("put a small red star below the cat")).toBeNull();
  expect(verdict("remove the cat")).toBe(false);
  expect(verdict("remove the dog")).toBeNull();
  expect(verdict("sing a song")).toBeNull();
});

test("an object that disappears beside the change is lost, and shows in the mean error of the rest", () => {
  const [edit] = examples("add", 1);
  const asked = edit && readInstruction(edit.instruction, edit.before);
  if (!asked) throw new Error("no instruction");
  const seen = look({
    ...edit.after,
    objects: edit.after.objects.filter((each) => !edit.before.objects.includes(each)),
  });
  expect(judgeEdit(asked, seen).pass).toBe(true);
  expect(lost(asked, seen)).toEqual(edit.before.objects);
  expect(restError(asked, seen, drawings.sprites)).toBeGreaterThan(0.01);
});

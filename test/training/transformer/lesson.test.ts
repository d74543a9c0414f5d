import { expect, test } from "vitest";
import { createRng } from "../../../runtime/tensor/index.ts";
import { applyLesson } from "../../../training/transformer/apply.ts";
import { compareLesson } from "../../../training/transformer/compare.ts";
import { imagineLesson } from "../../../training/transformer/imagine.ts";
import { drawLesson, type LessonOptions } from "../../../training/transformer/lesson.ts";
import { locateLesson } from "../../../training/transformer/locate.ts";
import { lookLesson } from "../../../training/transformer/look.ts";
import { stageLesson } from "../../../training/transformer/stage.ts";
import { walkLesson } from "../../../training/transformer/walk.ts";
import { sight } from "../../../training/world/abilities/thought.ts";
import { micro } from "../micro.ts";

const { tokenizer } = micro;
const options: LessonOptions = { tokenizer, canvas: "1:1", dropped: 0, planned: 1 };
type Segments = ReturnType<typeof walkLesson>["segments"];
const words = (segments: Segments) =>
  segments.map((each) => (each.type === "text" ? tokenizer.decode(each.ids) : `<${each.type}>`));

test("a walk asks for clips of one scene, and has the cells of each to be learnt, one a frame", () => {
  for (let i = 0; i < 40; i++) {
    const { segments } = walkLesson(createRng(1, i), options);
    const [seen = "", ...lines] = words(segments);
    expect(segments.map(({ learnt }) => learnt)).toEqual(segments.map((_, at) => at > 0 && at % 2 === 0));
    expect(lines.length).toBeGreaterThan(0);
    for (let at = 0; at < lines.length; at += 2) {
      const [asked = "", way = ""] = [lines[at], lines[at + 1]];
      const cells = way.match(/\b[a-f][1-6]\b/g) ?? [];
      expect(cells).toHaveLength(Number(/of (\d) frames/.exec(asked)?.[1]));
      expect(seen).toContain(cells[0]);
      for (const [n, cell] of cells.slice(1).entries()) expect(distance(cells[n] ?? "", cell)).toBeLessThanOrEqual(1);
    }
  }
});

const distance = (a: string, b: string): number =>
  Math.abs(a.charCodeAt(0) - b.charCodeAt(0)) + Math.abs(Number(a[1]) - Number(b[1]));

test("pairs are told, and what each shows is learnt", () => {
  for (let i = 0; i < 20; i++) {
    const { segments } = compareLesson(createRng(4, i), options);
    expect(segments.map(({ learnt }) => learnt)).toEqual(Array.from({ length: 12 }, (_, at) => at % 3 === 2));
    for (let at = 0; at < 12; at += 3) {
      const [before = "", after = "", told = ""] = words(segments.slice(at, at + 3));
      const [, background] = /^on (.+) from .+ to /.exec(told) ?? [];
      expect(before).not.toBe(after);
      if (background) expect(after).toContain(` ${background} `);
      else expect(after).toContain(told.split(" from ")[0]);
    }
  }
});

test("where things are is learnt, nothing twice of one picture", () => {
  for (let i = 0; i < 40; i++) {
    const { segments } = locateLesson(createRng(6, i), { tokenizer });
    const lines = words(segments);
    const seen = new Set<string>();
    let scene = "";
    for (const [at, line] of lines.entries()) {
      if (segments[at]?.learnt) continue;
      const isScene = /^[a-f][1-6] /.test(line);
      expect(segments[at + 1]?.learnt).toBe(!isScene);
      if (isScene) {
        scene = line;
        seen.clear();
        continue;
      }
      expect(seen).not.toContain(line);
      seen.add(line);
      const learnt = lines[at + 1]?.trim() ?? "";
      for (const cell of line.startsWith("see") ? (line.match(/[a-f][1-6]/g) ?? []) : []) expect(scene).toContain(cell);
      if (line.startsWith("move")) expect(learnt).toMatch(/^[a-f][1-6]$/);
      else expect(learnt).not.toBe("");
    }
  }
});

test("what becomes of a picture is told, and the plan of the next one is learnt", () => {
  for (let i = 0; i < 40; i++) {
    const [first, ...rest] = applyLesson(createRng(7, i), options).segments;
    expect(first?.learnt).toBe(false);
    const lines = words(rest);
    expect(rest.map(({ learnt }) => learnt)).toEqual(rest.map((_, at) => at % 2 === 1));
    for (let at = 0; at < lines.length; at += 2) {
      const [, come = "none"] = / to (.+)\n/.exec(lines[at] ?? "") ?? [];
      const whole = !/^(count|move|add) /.test(lines[at] ?? "");
      if (come !== "none") expect(lines[at + 1]).toContain(whole ? come : come.split(" ").at(-1));
    }
  }
});

test("changes that a picture allows are learnt, each once", () => {
  for (let i = 0; i < 40; i++) {
    const { segments } = imagineLesson(createRng(8, i), { tokenizer });
    const [scene = "", ...lines] = words(segments);
    const thoughts = lines.flatMap((verb, at) => (at % 2 === 0 ? [`${verb}${lines[at + 1]}`] : []));
    expect(segments.map(({ learnt }) => learnt)).toEqual(segments.map((_, at) => at > 0 && at % 2 === 0));
    expect(new Set(thoughts).size).toBe(thoughts.length);
    for (const thought of thoughts) {
      const [, gone = "", come = ""] = /(?: from|move) (.+?)(?: where .+)? to (.+)\n/.exec(thought) ?? [];
      expect(scene).toContain(gone);
      if (come !== "") expect(come).not.toBe(gone);
    }
  }
});

test("of each picture that is shown, what is where is learnt", () => {
  const { segments } = lookLesson(createRng(10), options);
  const images = segments.flatMap((each) => (each.type === "image" ? [each] : []));
  expect(images.map(({ learnt }) => learnt)).toEqual([false, false, false]);
  const said = segments.flatMap((each) => (each.type === "text" && each.learnt ? [tokenizer.decode(each.ids)] : []));
  expect(said).toEqual(images.flatMap(({ scene }) => [`${sight(scene)}\n`, ""]));
});

test("the way through a clip that nobody has seen is learnt, once its canvas is told", () => {
  const { segments } = stageLesson(createRng(9), { tokenizer });
  expect(segments.map(({ learnt }) => learnt)).toEqual([0, 1, 2].flatMap(() => [false, false, true]));
  const [asked = "", shape = "", thought = ""] = words(segments);
  expect(asked).toMatch(/^A clip of \d frames with /);
  expect(shape).toMatch(/^[a-f][1-6]$/);
  expect(thought.match(/ \d [a-f][1-6]/g)).toHaveLength(Number(/\d/.exec(asked)?.[0]) - 1);
});

test("a picture that is not painted is planned all the same", () => {
  const { segments } = drawLesson(createRng(5), "draw", "none", options);
  expect(segments.at(-1)).toEqual({ type: "gap", learnt: true });
  expect(segments.at(-2)).toMatchObject({ type: "text", learnt: true });
});

test("lessons without images ask more about one picture; those with images ask once", () => {
  const asks = (ability: "ask" | "edit", pictures: "none" | "all") =>
    Array.from({ length: 60 }, (_, i) => {
      const { segments } = drawLesson(createRng(2, ability, i), ability, pictures, options);
      return words(segments).join("").split("user\n").length - 1;
    });
  expect([Math.min(...asks("ask", "none")), Math.max(...asks("ask", "none"))]).toEqual([1, 5]);
  expect([Math.min(...asks("edit", "none")), Math.max(...asks("edit", "none"))]).toEqual([1, 3]);
  expect(Math.max(...asks("ask", "all"))).toBe(1);
});

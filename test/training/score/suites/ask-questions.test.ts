import { beforeAll, describe, expect, test } from "vitest";
import type { Answer } from "../../../../training/score/suites/answer.ts";
import { askQuestions, type Result } from "../../../../training/score/suites/ask-questions.ts";
import { drawQuestions } from "../../../../training/score/suites/draw-questions.ts";
import type { Question, Request, Responder } from "../../../../training/score/suites/question.ts";
import { oracle, silent } from "../../../../training/score/suites/responders.ts";
import type { Drawings } from "../../../../training/score/suites/see.ts";
import { suites } from "../../../../training/score/suites/suites.ts";
import { tabulate } from "../../../../training/score/suites/tabulate.ts";
import { loadTemplates } from "../../../../training/score/templates.ts";
import { kindsOf } from "../../../../training/world/abilities/naming.ts";
import { abilities } from "../../../../training/world/abilities/sample.ts";
import { splitOf } from "../../../../training/world/held-out.ts";
import { drawPrompts } from "../../../../training/world/prompts.ts";
import { loadSprites } from "../../../../training/world/sprites.ts";

let drawings: Drawings;
beforeAll(async () => {
  drawings = { templates: await loadTemplates(), sprites: await loadSprites() };
});

const questions = drawQuestions({ count: 2, seed: 3 });
const of = (suite: string) => questions.filter((question) => question.suite === suite);

describe.each(abilities)("%s", (suite) => {
  test("who knows the world's answers passes whatever can be judged, who says nothing passes nothing", async () => {
    const best = await askQuestions(of(suite), oracle(of(suite), drawings), { drawings });
    const worst = await askQuestions(of(suite), silent, { drawings });
    expect(best.map(({ question }) => question)).toEqual(of(suite));
    expect(best.filter(({ pass }) => pass === false)).toEqual([]);
    expect(best.filter(({ pass }) => pass).length).toBeGreaterThanOrEqual(0.8 * best.length);
    expect(worst.filter(({ pass }) => pass)).toEqual([]);
    for (const table of tabulate(best).get(suite)?.values() ?? []) expect(table.overall).toBe(1);
    for (const table of tabulate(worst).get(suite)?.values() ?? []) expect(table.overall).toBe(0);
  });
});

test("every category of every split gets its questions, each with a name of its own", () => {
  const wanted = abilities.flatMap((suite) =>
    Object.keys(suites[suite].categories).flatMap((category) =>
      suites[suite].splits.flatMap((split) => [0, 1].map((i) => `${suite}/${category}/${split}/${i}`)),
    ),
  );
  expect(questions.map(({ id }) => id)).toEqual(wanted);
});

test("only held-out questions hold a held-out combination, in what is to be painted or understood", () => {
  const scenes = ({ asked, right }: Question) => {
    const shown = (turns: Question["asked"]) => turns.flat().flatMap((p) => (p.type === "image" ? [p.scene] : []));
    return shown(right).length > 0 ? shown(right) : shown(asked);
  };
  for (const question of questions) {
    const heldOut = scenes(question).some((scene) => splitOf(kindsOf(scene)) === "held-out");
    expect(heldOut, question.id).toBe(question.split === "held-out");
  }
});

test("a question depends on its seed and place, not on what else is asked; draw asks the prompts of old", () => {
  const plain = (list: readonly Question[]) => list.map(({ judge: _, ...question }) => question);
  const edits = drawQuestions({ names: ["edit"], only: "move", splits: ["held-out"], count: 1, seed: 3 });
  expect(plain(edits)).toEqual(plain(questions.filter(({ id }) => id === "edit/move/held-out/0")));
  expect(plain(drawQuestions({ names: ["riddle"], count: 1, seed: 4 }))).not.toEqual(
    plain(drawQuestions({ names: ["riddle"], count: 1, seed: 3 })),
  );
  const prompts = drawPrompts({ count: 12, seed: 3, split: "seen" }).map(({ prompt }) => prompt);
  const asked = of("draw").flatMap((each) => (each.split === "seen" ? each.asked.flat() : []));
  expect(asked.map((piece) => piece.type === "text" && piece.text).toSorted()).toEqual(prompts.toSorted());
});

test("the same riddles are asked with a thought, with a plan only and without thinking", () => {
  const asked = (category: string) => of("riddle").flatMap((each) => (each.category === category ? each.asked : []));
  expect(asked("sum, plan only")).toEqual(asked("sum"));
  expect(asked("sum, no thinking")).toEqual(asked("sum"));
  const forms = of("riddle").map(({ category, form, thinking }) => [category, form, thinking].join());
  expect(new Set(forms).size).toBe(6);
});

test("requests that are asked together are alike, and no more than the batch", async () => {
  const heard: (readonly Request[])[] = [];
  const listening: Responder = async (requests) => {
    heard.push(requests);
    return silent(requests);
  };
  await askQuestions(questions.slice(0, 90), listening, { drawings, batch: 3 });
  const kinds = heard.map((group) =>
    group.map(({ form, pictures, thinking, canvas, turns }) => [form, pictures, thinking, canvas, turns.length].join()),
  );
  for (const group of kinds) expect(new Set(group).size).toBe(1);
  expect(Math.max(...kinds.map((group) => group.length))).toBe(3);
});

test("only a subject leaves open where things are, and its requests say so", async () => {
  const heard: Request[] = [];
  const listen: Responder = async (requests) => {
    heard.push(...requests);
    return requests.map(() => []);
  };
  await askQuestions([...of("subject"), ...of("edit").slice(0, 2)], listen, { drawings });
  expect(heard.length).toBeGreaterThan(2);
  for (const { id, open } of heard) expect(open).toBe(id.startsWith("subject/") ? true : undefined);
});

test("a second change is judged on the model's own picture: what means nothing there cannot be judged", async () => {
  const steps = drawQuestions({ names: ["edit"], only: "2 steps", splits: ["seen"], count: 12, seed: 3 });
  const know = oracle(steps, drawings);
  const answers = async (change: (answers: readonly Answer[], i: number) => readonly Answer[]) => {
    const responder: Responder = async (requests) => (await know(requests)).map(change);
    return askQuestions(steps, responder, { drawings });
  };
  const right = await answers((each) => each);
  expect(right.some(({ pass }) => pass)).toBe(true);
  const stuck = await answers(([first = []]) => [first, first]);
  expect(stuck.filter(({ pass }) => pass)).toEqual([]);
  expect(stuck.some(({ reason }) => reason.startsWith("step 2: "))).toBe(true);
  for (const { pass, measures } of right) if (pass) expect(measures).toMatchObject({ "rest preserved": 1 });
});

test("a first change that takes everything else away fails with the second, which has nothing to be said of", async () => {
  const steps = drawQuestions({ names: ["edit"], only: "2 steps", splits: ["seen"], count: 60, seed: 3 });
  const removals = steps.filter(({ asked: [first, second], right: [after] }) => {
    const scenes = (pieces: Question["asked"][number] = []) =>
      pieces.flatMap((p) => (p.type === "image" ? p.scene : []));
    const words = (pieces: Question["asked"][number] = []) => pieces.flatMap((p) => (p.type === "text" ? p.text : []));
    const fewer = (scenes(first)[0]?.objects.length ?? 0) > (scenes(after)[0]?.objects.length ?? 9);
    return fewer && words(first)[0]?.startsWith("make it") === false && !words(second)[0]?.includes("background");
  });
  const emptied = removals.map((question) => ({
    ...question,
    right: question.right.map((turn) =>
      turn.map((piece) => (piece.type === "image" ? { ...piece, scene: { ...piece.scene, objects: [] } } : piece)),
    ),
  }));
  const results = await askQuestions(removals, oracle(emptied, drawings), { drawings });
  expect(results.map(({ reason }) => reason).join("\n")).toContain("step 1: lost what");
  expect(results.filter(({ pass }) => pass !== false)).toEqual([]);
});

test("what was heard stays when the rest is stopped", async () => {
  const stop = new AbortController();
  const heard: Result[] = [];
  const onResults = (results: readonly Result[]) => {
    heard.push(...results);
    stop.abort();
  };
  const asked = askQuestions(of("ask"), silent, { drawings, batch: 2, signal: stop.signal, onResults });
  await expect(asked).rejects.toThrow("aborted");
  expect(heard.length).toBeGreaterThan(0);
  expect(heard.length).toBeLessThan(of("ask").length);
});

test("the categories asked in another form stay out of a suite's mean, and so does what cannot be judged", () => {
  const [first] = of("riddle") as [Question];
  const result = (category: string, pass: boolean | null): Result => ({
    question: { ...first, category },
    answers: [],
    pass,
    reason: "",
    measures: { "thought right": pass ? 1 : 0 },
  });
  const results = [
    result("fact", true),
    result("fact", false),
    result("fact", null),
    result("fact, no thinking", false),
    result("sum", true),
  ];
  const table = tabulate(results).get("riddle")?.get("seen");
  expect(table).toMatchObject({ overall: 0.75, measures: { "thought right": 0.75 } });
  expect(table?.rows[0]).toMatchObject({ category: "fact", passed: 1, count: 2, unjudgeable: 1, mean: 0.5 });
});

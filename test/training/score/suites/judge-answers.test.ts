import { beforeAll, expect, test } from "vitest";
import { createRng } from "../../../../runtime/tensor/index.ts";
import type { Answer } from "../../../../training/score/suites/answer.ts";
import { judgeClip } from "../../../../training/score/suites/judge-clip.ts";
import { judgeStory } from "../../../../training/score/suites/judge-story.ts";
import { judgeAnswer, judgeCaption } from "../../../../training/score/suites/judge-text.ts";
import { type Drawings, see } from "../../../../training/score/suites/see.ts";
import { loadTemplates } from "../../../../training/score/templates.ts";
import { drawSample } from "../../../../training/world/abilities/draw-sample.ts";
import { countOf, kindsOf } from "../../../../training/world/abilities/naming.ts";
import type { Ability, Sample } from "../../../../training/world/abilities/sample.ts";
import { describe as tell } from "../../../../training/world/describe.ts";
import { generateScene } from "../../../../training/world/generate.ts";
import { renderScene } from "../../../../training/world/render.ts";
import type { Scene } from "../../../../training/world/scene.ts";
import { loadSprites } from "../../../../training/world/sprites.ts";

let drawings: Drawings;
beforeAll(async () => {
  drawings = { templates: await loadTemplates(), sprites: await loadSprites() };
});

const samples = (ability: Ability, count: number): readonly Sample[] =>
  Array.from({ length: count }, (_, i) =>
    drawSample(createRng(4, ability, i), ability, { split: "seen", phrasing: "taught", canvas: "1:1" }),
  );
const look = (scene: Scene) => see(renderScene(scene, drawings.sprites), drawings);
const scenesOf = ({ answer }: Sample): readonly Scene[] => (answer.type === "scenes" ? answer.scenes : []);
const share = (verdicts: readonly boolean[]) => verdicts.filter(Boolean).length / verdicts.length;

test("an answer counts in any words of the world for it, a wrong one does not", () => {
  expect(judgeAnswer("Two.", "two").pass).toBe(true);
  expect(judgeAnswer("2", "two").pass).toBe(true);
  expect(judgeAnswer("over", "above").pass).toBe(true);
  expect(judgeAnswer("three", "two")).toEqual({ pass: false, reason: 'expected "two", said "three"' });
  expect(judgeAnswer("", "yes").pass).toBe(false);
});

test("every scene's own caption passes; another scene's fails", () => {
  const scenes = Array.from({ length: 60 }, (_, i) => generateScene(createRng(6, i), { canvas: "1:1", split: "seen" }));
  for (const [i, scene] of scenes.entries()) {
    expect(judgeCaption(tell(scene), scene), tell(scene)).toMatchObject({ pass: true });
    const other = scenes[(i + 1) % scenes.length] as Scene;
    if (tell(other) !== tell(scene)) expect(judgeCaption(tell(other), scene).pass, tell(other)).toBe(false);
  }
});

test("a clip as told passes; with a frozen frame, a swapped one or one too few it fails", () => {
  const clips = samples("clip", 12).map((sample) => {
    const frames = scenesOf(sample);
    const seen = frames.map(look);
    const [a, b, ...others] = seen as [(typeof seen)[number], (typeof seen)[number], ...typeof seen];
    expect(judgeClip([a, a, ...others], frames, false).pass).toBe(false);
    expect(judgeClip([b, a, ...others], frames, true).pass).toBe(false);
    expect(judgeClip(seen.slice(1), frames, false).pass).toBe(false);
    return judgeClip(seen, frames, true).pass;
  });
  expect(share(clips)).toBeGreaterThanOrEqual(0.9);
});

test("a story as told passes; one whose pictures stay the same fails", () => {
  const stories = samples("story", 12).map((sample) => {
    const content = sample.turns[1]?.content ?? [];
    const [first] = scenesOf(sample) as [Scene];
    const told = (scene?: Scene): Answer =>
      content.map((piece) =>
        piece.type !== "image" ? piece : { type: "image", image: renderScene(scene ?? piece.scene, drawings.sprites) },
      );
    const who = kindsOf(first).map((kind) => ({ kind, count: countOf(first, kind) }));
    const verdict = (answer: Answer) =>
      judgeStory(answer, ({ image }) => see(image, drawings), { beats: scenesOf(sample).length, who });
    expect(verdict(told(first)).pass).toBe(false);
    return verdict(told()).pass;
  });
  expect(share(stories)).toBeGreaterThanOrEqual(0.8);
});

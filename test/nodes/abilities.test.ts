import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Picture } from "../../model/vision/codec.ts";
import { answerQuestion } from "../../nodes/abilities/answer-question.ts";
import { drawSubject } from "../../nodes/abilities/draw-subject.ts";
import { editImage } from "../../nodes/abilities/edit-image.ts";
import { editLikeExamples } from "../../nodes/abilities/edit-like-examples.ts";
import { interleavedStory } from "../../nodes/abilities/interleaved-story.ts";
import { interpolatePrompts } from "../../nodes/abilities/interpolate-prompts.ts";
import { thinkThenDraw } from "../../nodes/abilities/think-then-draw.ts";
import { varyImage } from "../../nodes/abilities/vary-image.ts";
import { loadCheckpoint } from "../../nodes/checkpoint/load.ts";
import type { LoadedModel } from "../../nodes/checkpoint/loaded-model.ts";
import { decodeCodes } from "../../nodes/painting/decode-codes.ts";
import { encodePictures } from "../../nodes/painting/encode-pictures.ts";
import { paint } from "../../nodes/painting/paint.ts";
import { createRecordingContext } from "../../nodes/testing/recording-context.ts";
import { extendVideo } from "../../nodes/video/extend-video.ts";
import { generateVideo } from "../../nodes/video/generate-video.ts";
import { workFolder } from "./work-folder.ts";

const work = workFolder();
let model: LoadedModel;
beforeAll(async () => {
  model = await loadCheckpoint(work.checkpoint);
});
afterAll(() => model.release());

const picture = (salt: number, height = 48, width = 80): Picture => ({
  height,
  width,
  data: Uint8Array.from({ length: height * width * 3 }, (_, i) => (i * salt) % 251),
});
const sampling = { guidance: undefined, temperature: undefined, topK: undefined, topP: undefined };
const wish = { ...sampling, wordGuidance: undefined, preview: true, think: true };
const sizes = (pictures: readonly Picture[]) => pictures.map(({ height, width }) => `${width}×${height}`);
const recorded = createRecordingContext;

/** Runs of each ability that take about a blink; `seed` is what else they depend on. */
const runs = {
  "edit-image": (seed: number, ctx = recorded().ctx) =>
    editImage.run({ model, image: [picture(7)], instruction: "make it red\nadd a cat", seed, ...wish }, ctx),
  "draw-subject": (seed: number, ctx = recorded().ctx) =>
    drawSubject.run({ model, image: [picture(7)], prompt: "Draw this with a cat", seed, ...wish }, ctx),
  "edit-like-examples": (seed: number, ctx = recorded().ctx) => {
    const [before, after, image] = [[picture(3), picture(4)], [picture(5), picture(6)], [picture(7)]];
    return editLikeExamples.run({ model, before, after, image, becomes: "becomes", seed, ...wish }, ctx);
  },
  "interleaved-story": (seed: number, ctx = recorded().ctx) => {
    const prompt = "Tell a story about a cat in {pictures} pictures.";
    return interleavedStory.run({ model, prompt, pictures: 2, seed, aspect: "5:3", limit: 4, ...wish }, ctx);
  },
  "think-then-draw": (seed: number, ctx = recorded().ctx) =>
    thinkThenDraw.run({ model, prompt: "Draw the shape", seed, aspect: "5:3", limit: 5, ...wish }, ctx),
  "generate-video": (seed: number, ctx = recorded().ctx) =>
    generateVideo.run({ model, prompt: "{frames} frames of a cat", frames: 3, seed, aspect: "5:3", ...wish }, ctx),
  "extend-video": (seed: number, ctx = recorded().ctx) => {
    const inputs = { model, image: [picture(7), picture(8)], prompt: "a clip of {frames} frames", frames: 3, seed };
    return extendVideo.run({ ...inputs, ...wish }, ctx);
  },
} as const;
const names = Object.keys(runs) as (keyof typeof runs)[];
const counts = {
  "edit-image": 1,
  "draw-subject": 1,
  "edit-like-examples": 1,
  "interleaved-story": 2,
  "think-then-draw": 1,
  "generate-video": 3,
  "extend-video": 4,
} as const satisfies Record<keyof typeof runs, number>;

describe.each(names)("%s", (name) => {
  test("makes its pictures in their shape, and the same again; each scale is a step with a preview", async () => {
    const { ctx, seen } = recorded();
    const made = await runs[name](5, ctx);
    expect(sizes(made.image)).toEqual(Array.from({ length: counts[name] }, () => "80×48"));
    expect(seen.progress.at(-1)).toMatch(/^(\d+)\/\1 scale$/);
    expect(seen.previews.length).toBe(seen.progress.length);
    expect(seen.previews.at(-1)?.pixels).toEqual(made.image.at(-1)?.data);
    expect(await runs[name](5)).toEqual(made);
    expect(await runs[name](6)).not.toEqual(made);
  });

  test("stops when it is told to, between two scales", async () => {
    const stop = new AbortController();
    const { ctx, seen } = recorded({ signal: stop.signal });
    const stopping = { ...ctx, preview: () => stop.abort() };
    await expect(runs[name](5, stopping)).rejects.toThrow("aborted");
    expect(seen.progress.length).toBe(1);
  });
});

describe("Edit Image", () => {
  const edit = (inputs: object) =>
    editImage.run(
      { model, image: [picture(7)], instruction: "add a cat.", seed: 1, ...wish, think: false, ...inputs },
      recorded().ctx,
    );

  test("each line is a step in view of those before, and pictures are edited side by side", async () => {
    const both = await edit({ image: [picture(7), picture(9)], instruction: "add a cat\n\nadd a star\n" });
    const [one, two] = [both.steps.slice(0, 2), both.steps.slice(2)];
    expect([one.at(-1), two.at(-1)]).toEqual([...both.image]);
    expect((await edit({})).image).toEqual(one.slice(0, 1));
    const second = await edit({ image: [picture(9)], instruction: "add a cat\nadd a star", seed: 2 });
    expect(second.steps).toEqual(two);
  });

  test("the picture and the words count: guidance by words alone makes another picture", async () => {
    const plain = await edit({});
    expect(await edit({ image: [picture(11)] })).not.toEqual(plain);
    expect(await edit({ instruction: "two cats" })).not.toEqual(plain);
    expect(await edit({ wordGuidance: 5 })).not.toEqual(plain);
    expect(await edit({ wordGuidance: 0 })).toEqual(plain);
  });

  test("nothing to change is told", async () => {
    await expect(edit({ instruction: " \n" })).rejects.toMatchObject({ code: "NODES_NO_INSTRUCTION" });
    expect(editImage.validate?.({ instruction: " " })).toContain("empty");
    await expect(edit({ image: [] })).rejects.toMatchObject({ code: "NODES_NO_PICTURE" });
  });
});

test("Edit Like Examples wants as many pictures before as after", async () => {
  const inputs = { model, before: [picture(1)], after: [], image: [picture(2)], becomes: "becomes", seed: 0, ...wish };
  const edited = editLikeExamples.run(inputs, recorded().ctx);
  await expect(edited).rejects.toThrow("Pairs of pictures were expected, got 1 before and 0 after.");
});

test("Answer Question answers about each picture as about it alone, and tells each answer", async () => {
  const { ctx, seen } = recorded();
  const inputs = { model, image: [picture(7), picture(9)], question: "What is it?", limit: 5 };
  const { answer } = await answerQuestion.run(inputs, ctx);
  expect(seen.texts.join("\n")).toBe(answer);
  const alone = await answerQuestion.run({ ...inputs, image: [picture(9)] }, recorded().ctx);
  expect(answer.split("\n")[1]).toBe(alone.answer);
});

test("Interleaved Story has a sentence to each picture, told as it is written", async () => {
  const { ctx, seen } = recorded();
  const { texts, story } = await runs["interleaved-story"](3, ctx);
  expect(texts.length).toBe(2);
  expect(story).toBe(texts.join("\n"));
  expect(seen.texts).toEqual(texts.filter((each) => each !== ""));
});

test("Think Then Draw gives its thought", async () => {
  const { ctx, seen } = recorded();
  const { thought, plan } = await runs["think-then-draw"](3, ctx);
  expect(seen.texts.join(" ")).toBe(thought);
  expect(plan).toMatch(/^c5/);
});

test("Extend Video keeps the frames it was given and adds those after them", async () => {
  const { image, added } = await runs["extend-video"](3);
  const given = await decodeCodes(model, await encodePictures(model, [picture(7), picture(8)]));
  expect(image).toEqual([...given, ...added]);
  expect(added.length).toBe(2);
});

test("Vary Image keeps coarse codes and draws the others anew", async () => {
  const vary = (keep: number) =>
    varyImage.run(
      {
        model,
        image: [picture(7)],
        prompt: "a cat",
        keep,
        count: 2,
        seed: 4,
        ...sampling,
        preview: true,
        think: false,
      },
      recorded().ctx,
    );
  const { grids } = await encodePictures(model, [picture(7)]);
  const known = await decodeCodes(model, await encodePictures(model, [picture(7)]));
  const free = await paint(model, { prompts: ["a cat", "a cat"], seeds: [4, 5], grids, thinking: false });
  expect((await vary(0)).image).toEqual(free.pictures);
  expect((await vary(4)).image).toEqual([...known, ...known]);
  const [first, second] = (await vary(2)).image;
  expect(first).not.toEqual(second);
  expect(first).not.toEqual(free.pictures[0]);
});

test("Interpolate Prompts begins and ends with what each prompt paints", async () => {
  const { ctx, seen } = recorded();
  const [from, to] = ["two cats", "a red star"];
  const inputs = { model, from, to, count: 3, seed: 2, aspect: "5:3", ...sampling, preview: true, think: true };
  const { image } = await interpolatePrompts.run(inputs, ctx);
  const { grids } = await encodePictures(model, [picture(7)]);
  const ends = await paint(model, { prompts: [from, to], seeds: [2, 2], grids, thinking: true });
  expect([image[0], image[2]]).toEqual([...ends.pictures]);
  expect(image.length).toBe(3);
  expect(seen.progress.at(-1)).toBe("12/12 scale");
});

import { writeFile } from "node:fs/promises";
import sharp from "sharp";
import { expect, expectTypeOf, test } from "vitest";
import type { Picture } from "../../model/vision/codec.ts";
import { loadCheckpoint } from "../../nodes/checkpoint/load.ts";
import type { LoadedModel } from "../../nodes/checkpoint/loaded-model.ts";
import { loadImage } from "../../nodes/image/load-image.ts";
import { saveImage } from "../../nodes/image/save-image.ts";
import { canvas } from "../../nodes/model/canvas.ts";
import { captionImage } from "../../nodes/model/caption-image.ts";
import { encodeImage } from "../../nodes/model/encode-image.ts";
import { generateImage } from "../../nodes/model/generate-image.ts";
import { think } from "../../nodes/model/think.ts";
import { tokenizeText } from "../../nodes/model/tokenize-text.ts";
import { vqDecode } from "../../nodes/model/vq-decode.ts";
import type { Codes } from "../../nodes/painting/values.ts";
import { encodePng } from "../../nodes/pictures/png.ts";
import { builtinNodes } from "../../nodes/registry.ts";
import type { ValuesOf } from "../../runtime/workflow/index.ts";
import { fakeContext } from "./fake-context.ts";
import { workFolder } from "./work-folder.ts";

const work = workFolder();
const load = () => loadCheckpoint(work.checkpoint);
const wish = { guidance: undefined, temperature: undefined, topK: undefined, topP: undefined };
const plain = (height: number, width: number): Picture => ({
  height,
  width,
  data: Uint8Array.from({ length: height * width * 3 }, (_, i) => (i * 7) % 256),
});

test("the built-in nodes are these", () => {
  expect([...builtinNodes().keys()].map((type) => type.replace("nextscale/", "")).join(" ")).toBe(
    "load-model generate-image canvas tokenize-text think start-picture transformer-step scale-sampler vq-decode refine-image encode-image caption inpaint edit-image draw-subject edit-like-examples answer-question interleaved-story think-then-draw vary-image interpolate-prompts sequence generate-text generate-answer load-image save-image blend-images compare-images composite-image crop-image grid-sheet image-to-mask load-mask pad-image preview-image resize-image generate-video extend-video save-video reward-scene pick-best join-text note show-text template wildcard integer math number seed compare-numbers if switch collect-images repeat-images split-images loop-start loop-end map-start map-end",
  );
});

test.each([...builtinNodes().values()].map((node) => [node.type, node] as const))(
  "%s says what it is",
  (_type, node) => {
    expect(node.title).toMatch(/^[A-Z]/);
    expect(node.description).toMatch(/\.$/);
    expect(node.version).toBeGreaterThan(0);
  },
);

test("links are typed", () => {
  expectTypeOf<ValuesOf<typeof vqDecode.inputs>>().toEqualTypeOf<{
    readonly model: LoadedModel;
    readonly codes: Codes;
  }>();
  expectTypeOf<ValuesOf<typeof saveImage.inputs>["image"]>().toEqualTypeOf<readonly Picture[]>();
});

test("Canvas takes the nearest shape of the model", async () => {
  const { ctx } = fakeContext();
  const model = await load();
  expect(await canvas.run({ model, aspect: "5:3" }, ctx)).toMatchObject({ scales: 4, width: 80, height: 48 });
  expect(await canvas.run({ model, aspect: "1001 x 1000" }, ctx)).toMatchObject({ width: 64, height: 64 });
  expect(await canvas.run({ model, aspect: "1:900" }, ctx)).toMatchObject({ width: 32, height: 128 });
  for (const aspect of ["", "wide", "0:1", "1:0", "-1:1", "1.5"])
    expect(() => canvas.run({ model, aspect }, ctx)).toThrow("An aspect is WIDTH:HEIGHT");
});

test("Tokenize Text puts the prompt in the chat form and refuses one that is too long", async () => {
  const { ctx } = fakeContext();
  const model = await load();
  const { tokens } = await tokenizeText.run({ model, text: "two cats" }, ctx);
  expect(model.tokenizer.decode(tokens.ids, { control: true })).toBe(
    "<|im_start|>user\ntwo cats<|im_end|>\n<|im_start|>assistant\n",
  );
  expect(() => tokenizeText.run({ model, text: "a".repeat(100_000) }, ctx)).toThrow("The prompt has 100005 characters");
});

test("Generate Image shows the picture after each scale, the last as it comes out", async () => {
  const { ctx, seen } = fakeContext();
  const model = await load();
  const inputs = {
    model,
    prompt: "a red star",
    seed: 5,
    aspect: "3:5",
    count: 2,
    preview: true,
    think: false,
    ...wish,
  };
  const { image, codes, plan } = await generateImage.run(inputs, ctx);
  expect(image.map(({ height, width }) => [height, width])).toEqual([
    [80, 48],
    [80, 48],
  ]);
  expect(seen.progress).toEqual(["1/4 scale", "2/4 scale", "3/4 scale", "4/4 scale"]);
  expect(seen.previews.length).toBe(4);
  expect(seen.previews.at(-1)?.pixels).toEqual(image[0]?.data);
  expect(seen.previews[0]?.pixels).not.toEqual(image[0]?.data);
  expect(await vqDecode.run({ model, codes }, ctx)).toEqual({ image });
  const quiet = fakeContext();
  expect(await generateImage.run({ ...inputs, preview: false }, quiet.ctx)).toEqual({ image, codes, plan });
  expect(quiet.seen.previews).toEqual([]);
  expect(plan.trim()).toBe("");
});

test("Think writes a plan that its seed decides and the prompt's tokens end with", async () => {
  const { ctx } = fakeContext();
  const model = await load();
  const { tokens } = await tokenizeText.run({ model, text: "two cats" }, ctx);
  const grids = canvas.run({ model, aspect: "1:1" }, ctx);
  const inputs = { model, tokens, grids: (await grids).grids, seed: 3, temperature: 1, topP: 1 };
  const planned = await think.run(inputs, ctx);
  expect(planned.tokens.ids.slice(0, tokens.ids.length)).toEqual(tokens.ids);
  expect(planned.tokens.ids.length).toBeGreaterThan(tokens.ids.length);
  expect(model.tokenizer.decode(planned.tokens.ids.slice(tokens.ids.length))).toBe(planned.plan);
  expect(await think.run(inputs, ctx)).toEqual(planned);
  expect(await think.run({ ...inputs, seed: 4 }, ctx)).not.toEqual(planned);
});

test("Save Image numbers pictures, keeps what is there, and writes the pixels", async () => {
  const { ctx, seen } = fakeContext({ folder: work.path() });
  await writeFile(work.path("cat_00041.png"), "");
  const image = [plain(4, 6), plain(3, 3)];
  await Promise.all([saveImage.run({ image, prefix: "cat" }, ctx), saveImage.run({ image, prefix: "cat" }, ctx)]);
  const names = [42, 43, 44, 45].map((number) => work.path(`cat_000${number}.png`));
  expect(seen.files.toSorted()).toEqual(names);
  const first = await sharp(seen.files[0]).raw().toBuffer({ resolveWithObject: true });
  expect(image.map(({ data }) => Buffer.from(data))).toContainEqual(first.data);
  expect(seen.previews.length).toBe(4);
});

test.each(["../cat", "a/b", "", "\u0000", ".hidden", "x".repeat(101)])(
  "Save Image refuses the name %j",
  async (prefix) => {
    const { ctx } = fakeContext({ folder: work.path() });
    await expect(saveImage.run({ image: [plain(2, 2)], prefix }, ctx)).rejects.toMatchObject({
      code: "NODES_WRONG_NAME",
    });
  },
);

test("Load Image reads pixels, whatever the form of the file", async () => {
  const { ctx } = fakeContext();
  const file = work.path("picture.png");
  await writeFile(file, await encodePng(plain(5, 7)));
  expect(await loadImage.run({ file }, ctx)).toMatchObject({ width: 7, height: 5 });
  const [read] = (await loadImage.run({ file }, ctx)).image;
  expect(Buffer.compare(read?.data ?? new Uint8Array(), plain(5, 7).data)).toBe(0);
  const clear = { width: 2, height: 2, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } as const;
  await sharp({ create: clear }).webp().toFile(work.path("clear.webp"));
  expect((await loadImage.run({ file: work.path("clear.webp") }, ctx)).image[0]?.data[0]).toBe(255);
  const before = await loadImage.fingerprint?.({ file });
  await writeFile(file, "not a picture");
  expect(await loadImage.fingerprint?.({ file })).not.toBe(before);
  await expect(loadImage.run({ file }, ctx)).rejects.toMatchObject({ code: "NODES_NOT_A_PICTURE" });
  await expect(loadImage.run({ file: work.path("none.png") }, ctx)).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
});

test("Encode Image crops to the nearest shape, and Caption writes about the codes", async () => {
  const { ctx, seen } = fakeContext();
  const model = await load();
  const { codes } = await encodeImage.run({ model, image: [plain(100, 170), plain(64, 64)] }, ctx);
  expect(codes.grids.at(-1)).toEqual([3, 5]);
  expect(codes.images.map((grids) => grids.map((grid) => grid.length))).toEqual([
    [1, 4, 8, 15],
    [1, 4, 8, 15],
  ]);
  let continued = 0;
  const counting: typeof ctx.text = (line, options) => {
    if (options?.continues) continued++;
    ctx.text(line, options);
  };
  const { text } = await captionImage.run({ model, codes, limit: 5 }, { ...ctx, text: counting });
  expect(continued).toBeGreaterThan(0);
  expect(seen.texts.join("\n")).toBe(text);
  expect((await captionImage.run({ model, codes, limit: 5 }, ctx)).text).toBe(text);
  await expect(encodeImage.run({ model, image: [] }, ctx)).rejects.toMatchObject({ code: "NODES_NO_PICTURE" });
});

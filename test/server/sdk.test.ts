import { CallWrapper, ComfyApi, PromptBuilder } from "@saintno/comfyui-sdk";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { isBuilt, type Served, serve } from "./served.ts";

const node = (name: string, inputs: Readonly<Record<string, unknown>>) => ({
  class_type: `nextscale/${name}`,
  inputs: { ...inputs },
  _meta: { title: name },
});
const painting = {
  1: node("load-model", { checkpoint: "tiny" }),
  2: node("generate-image", { model: ["1", 0], prompt: "", seed: 0, count: 1 }),
  3: node("save-image", { image: ["2", 0], prefix: "sdk" }),
};
const roundTrip = {
  1: node("load-model", { checkpoint: "tiny" }),
  2: node("load-image", { file: "" }),
  3: node("encode-image", { model: ["1", 0], image: ["2", 0] }),
  4: node("vq-decode", { model: ["1", 0], codes: ["3", 0] }),
  5: node("save-image", { image: ["4", 0], prefix: "back" }),
};

/** The kit that most JavaScript clients of ComfyUI use, against our server as it ships. */
describe.skipIf(!isBuilt)("@saintno/comfyui-sdk", () => {
  let served: Served;
  let api: ComfyApi;
  beforeAll(async () => {
    served = await serve();
    api = new ComfyApi(served.url, "sdk-client", { customWebSocketImpl: WebSocket as never });
    await api.init().waitForReady();
  });
  afterAll(async () => {
    api.destroy();
    await served.stop();
  });

  const paint = (seed: number, count = 1) =>
    new PromptBuilder(painting, ["prompt", "seed", "count"], ["images"])
      .setInputNode("prompt", "2.inputs.prompt")
      .setInputNode("seed", "2.inputs.seed")
      .setInputNode("count", "2.inputs.count")
      .setOutputNode("images", "3")
      .input("prompt", "a red circle")
      .input("seed", seed)
      .input("count", count);
  const filesOf = (outputs: unknown): { filename: string; subfolder: string; type: string }[] =>
    (outputs as { images: { images: { filename: string; subfolder: string; type: string }[] } }).images.images;

  test("runs text to image: pending, start, progress, a preview for each scale, the picture", async () => {
    const told = { pending: 0, start: 0, progress: 0, previews: [] as Blob[] };
    const outputs = await new CallWrapper(api, paint(1))
      .onPending(() => (told.pending += 1))
      .onStart(() => (told.start += 1))
      .onProgress(() => (told.progress += 1))
      .onPreview((picture) => told.previews.push(picture))
      .run();
    const [image] = filesOf(outputs);
    if (image === undefined) throw new Error("There is no picture.");
    const saved = await (await api.getImage(image)).arrayBuffer();
    expect(await sharp(Buffer.from(saved)).metadata()).toMatchObject({ format: "png", width: 64 });
    expect(told).toMatchObject({ pending: 1, start: 1 });
    expect(told.progress).toBeGreaterThan(1);
    expect(told.previews.length).toBeGreaterThanOrEqual(told.progress);
  });

  test("runs the same again from the cache", async () => {
    const first = await new CallWrapper(api, paint(2)).run();
    const second = await new CallWrapper(api, paint(2)).run();
    expect(filesOf(second)).toHaveLength(filesOf(first).length);
  });

  test("hears of a failure", async () => {
    const cropped = { ...painting, 4: node("crop-image", { image: ["2", 0], left: 60, width: 60 }) };
    const graph = { ...cropped, 3: node("save-image", { image: ["4", 0], prefix: "sdk" }) };
    const failing = new PromptBuilder(graph, ["seed"], ["images"])
      .setInputNode("seed", "2.inputs.seed")
      .setOutputNode("images", "3")
      .input("seed", 9);
    const failed: Error[] = [];
    expect(await new CallWrapper(api, failing).onFailed((error) => failed.push(error)).run()).toBe(false);
    expect(failed).toHaveLength(1);
  });

  test("is refused a graph with problems, and says so", async () => {
    const bad = paint(3).input("count", 9999);
    const failed: Error[] = [];
    expect(await new CallWrapper(api, bad).onFailed((error) => failed.push(error)).run()).toBe(false);
    expect(failed).not.toEqual([]); // the kit calls back once for the answer, and once more
  });

  test("cancels", async () => {
    const failed: Error[] = [];
    const running = new CallWrapper(api, paint(4, 64))
      .onFailed((error) => failed.push(error))
      .onProgress(() => api.interrupt())
      .run();
    expect(await running).toBe(false);
    expect(failed).toHaveLength(1);
    expect((await api.getQueue()).queue_running).toEqual([]);
  });

  test("uploads a picture, and it comes back through the codes", async () => {
    const picture = await sharp({ create: { width: 64, height: 64, channels: 3, background: "#3060c0" } })
      .png()
      .toBuffer();
    const uploaded = await api.uploadImage(picture, "blue.png");
    if (uploaded === false) throw new Error("The upload was refused.");
    const graph = new PromptBuilder(roundTrip, ["file"], ["images"])
      .setInputNode("file", "2.inputs.file")
      .setOutputNode("images", "5")
      .input("file", uploaded.info.filename);
    const [image] = filesOf(await new CallWrapper(api, graph).run());
    if (image === undefined) throw new Error("There is no picture.");
    const back = await sharp(Buffer.from(await (await api.getImage(image)).arrayBuffer()))
      .raw()
      .toBuffer();
    const [red = 0, , blue = 0] = back.subarray(3 * (64 * 32 + 32));
    expect(blue).toBeGreaterThan(red);
  });

  test("reads node definitions and the state of the queue", async () => {
    const defs = await api.getNodeDefs("nextscale/save-image");
    expect(defs?.["nextscale/save-image"]?.input.required).toHaveProperty("image");
    expect((await api.pollStatus()).exec_info.queue_remaining).toBe(0);
  });
});

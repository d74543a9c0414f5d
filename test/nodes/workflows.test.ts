import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { encodePng } from "../../nodes/pictures/png.ts";
import { builtinNodes } from "../../nodes/registry.ts";
import { readMetadata } from "../../runtime/files/metadata/index.ts";
import {
  applySettings,
  createCache,
  type ExecuteOptions,
  execute,
  parseWorkflow,
  type RunEvent,
  readWorkflow,
} from "../../runtime/workflow/index.ts";
import { workFolder } from "./work-folder.ts";

const FOLDER = join(import.meta.dirname, "../../workflows");
const work = workFolder();
const registry = builtinNodes();
const text = (name: string) => readFile(join(FOLDER, name), "utf8");

/** Runs a shipped workflow on the random checkpoint; results go to a folder of its own. */
async function check(name: string, settings: readonly string[] = [], options: Partial<ExecuteOptions> = {}) {
  const folder = work.path(`out-${await readdir(work.path()).then((names) => names.length)}`);
  await mkdir(folder);
  const all = [`Load Model.checkpoint=${work.checkpoint}`, ...settings];
  const { prompt, issues } = applySettings(readWorkflow(await text(name), registry), all, registry);
  expect(issues).toEqual([]);
  const events: RunEvent[] = [];
  const running = execute(prompt, {
    registry,
    folder,
    ...options,
    onEvent: (event) => {
      events.push(event);
      options.onEvent?.(event);
    },
  });
  const files = async () => Promise.all((await readdir(folder)).map((file) => readFile(join(folder, file))));
  return { running, events, files };
}

const names = await readdir(FOLDER);

describe.each(names)("%s", (name) => {
  test("is the editor's file, and fits the nodes slot by slot", async () => {
    const file = parseWorkflow(await text(name));
    if (file.form !== "editor") throw new Error("It should be the editor's file.");
    const { nodes, links } = file.graph;
    for (const node of nodes) {
      const definition = registry.get(node.type);
      if (definition === undefined) throw new Error(`${node.type} is no node`);
      expect(node.outputs?.map(({ name, type }) => [name, type])).toEqual(
        Object.entries(definition.outputs).map(([output, { type }]) => [output, type]),
      );
      for (const input of node.inputs ?? []) expect(definition.inputs[input.name]?.type).toBe(input.type);
      expect(Object.keys(node.widgets_values_named ?? {})).toEqual(
        Object.entries(definition.inputs).flatMap(([input, { widget }]) => (widget === null ? [] : [input])),
      );
    }
    const ids = nodes.flatMap(({ inputs }) => inputs?.flatMap(({ link }) => link ?? []) ?? []);
    expect(ids.toSorted()).toEqual(links.map((link) => link?.id).toSorted());
  });
});

const picture = () => work.path("input.png");
beforeAll(async () => {
  const data = Uint8Array.from({ length: 70 * 60 * 3 }, (_, i) => i % 251);
  await writeFile(picture(), await encodePng({ height: 60, width: 70, data }));
});

test.each(names)("%s runs from its file and shows something", async (name) => {
  const asked = await text(name);
  const files = ["Load Image", "Load Mask"].filter((title) => asked.includes(`"title":"${title}"`));
  const { running, events } = await check(
    name,
    files.map((title) => `${title}.file=${picture()}`),
  );
  expect((await running).issues).toEqual([]);
  expect(events.some(({ type }) => type === "node-file" || type === "node-text")).toBe(true);
});

test("the stages paint the same picture as the one box", async () => {
  const prompt = "two cats on a black background";
  const stages = await check("text-to-image.json", [
    `Prompt.text=${prompt}`,
    "Think.seed=9",
    "Sampler.seed=9",
    "Canvas.aspect=5:3",
  ]);
  const box = await check("text-to-image-simple.json", [
    `Painter.prompt=${prompt}`,
    "Painter.seed=9",
    "Painter.aspect=5:3",
    "Painter.think=true",
  ]);
  await Promise.all([stages.running, box.running]);
  const [picture] = await stages.files();
  expect(picture?.length).toBeGreaterThan(100);
  expect(await box.files()).toEqual([picture]);
});

test("each scale is a step of progress with a preview, and runs repeat byte for byte", async () => {
  const first = await check("text-to-image.json");
  const second = await check("text-to-image.json");
  await first.running;
  await second.running;
  expect(await second.files()).toEqual(await first.files());
  const previews = first.events.filter((event) => event.type === "node-preview");
  expect(previews.map(({ iteration }) => iteration)).toEqual([[0], [1], [2], [3], []]);
  const [last, saved] = previews.slice(-2).map(({ image }) => image.pixels);
  expect(last).toEqual(saved);
});

test("with a cache a new seed keeps the words and draws anew; an old seed draws nothing", async () => {
  const cache = createCache();
  const ran = (events: readonly RunEvent[]) =>
    events.flatMap((event) => (event.type === "node-start" ? [event.title] : []));
  const runs = [];
  for (const seed of [1, 2, 1]) {
    const run = await check("text-to-image.json", [`Sampler.seed=${seed}`], { cache });
    await run.running;
    runs.push({ titles: ran(run.events), files: await run.files() });
  }
  expect(runs[0]?.titles).toContain("Start Picture");
  expect(runs[1]?.titles).not.toContain("Start Picture");
  expect(runs[1]?.titles).toContain("Sampler");
  expect(runs[2]?.titles).not.toContain("Sampler");
  expect(runs[2]?.files).toEqual(runs[0]?.files);
  expect(runs[1]?.files).not.toEqual(runs[0]?.files);
});

test("a stopped run leaves no file", async () => {
  const stop = new AbortController();
  const onEvent = (event: RunEvent) => {
    if (event.type === "node-preview") stop.abort();
  };
  const { running, files } = await check("text-to-image.json", [], { signal: stop.signal, onEvent });
  await expect(running).rejects.toMatchObject({ code: "WORKFLOW_ABORTED" });
  expect(await files()).toEqual([]);
});

describe("caption.json", () => {
  test("tells what a picture shows", async () => {
    const { running, events } = await check("caption.json", [`Load Image.file=${picture()}`, "Caption.limit=4"]);
    await running;
    expect(events.some((event) => event.type === "node-text")).toBe(true);
  });

  test("a missing picture is told with its node", async () => {
    const { running } = await check("caption.json", ["Load Image.file=nowhere.png"]);
    await expect(running).rejects.toThrow("Node 2 (Load Image) failed: There is no file at nowhere.png.");
  });
});

test.each([
  ["edit.json", 3, "Editor.instruction=make it red\nadd a cat"],
  ["subject.json", 2, "Draw Subject.seed=4"],
  ["in-context.json", 2, "Edit Like Examples.becomes=turns into"],
  ["story.json", 4, "Interleaved Story.pictures=4"],
  ["think-then-draw.json", 2, "Think Then Draw.limit=4"],
])("%s lays its pictures out on one sheet, %i a row", async (name, columns, setting) => {
  const { running, files } = await check(name, [setting]);
  await running;
  const [sheet] = await files();
  expect((await sharp(sheet).metadata()).width).toBe(columns * 64 + (columns + 1) * 2);
});

test.each([
  ["text-to-video.json", 6],
  ["image-to-video.json", 7],
])("%s makes a film of %i frames", async (name, frames) => {
  const { running, files } = await check(name);
  await running;
  const [film] = await files();
  expect((await sharp(film, { animated: true }).metadata()).pages).toBe(frames);
});

test("a saved picture carries the graph that made it, and the pixels are the same as without", async () => {
  const source = new Map([["prompt", '{"1":{"class_type":"é"}}']]);
  const [bare, carrying] = [
    await check("text-to-image-simple.json"),
    await check("text-to-image-simple.json", [], { source }),
  ];
  await Promise.all([bare.running, carrying.running]);
  const [[plain], [picture]] = [await bare.files(), await carrying.files()];
  expect(readMetadata(picture as Uint8Array)).toEqual(source);
  const pixels = (bytes: Uint8Array | undefined) => sharp(bytes).raw().toBuffer();
  expect(await pixels(picture)).toEqual(await pixels(plain));
});

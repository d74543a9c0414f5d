import { cp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findCheckpoint } from "../../nodes/checkpoint/find.ts";
import { loadCheckpoint } from "../../nodes/checkpoint/load.ts";
import { f32, type HostTensor } from "../../runtime/tensor/index.ts";
import { encodeTensors, loadTensors } from "../../training/run-folder.ts";
import { workFolder } from "./work-folder.ts";

const work = workFolder();

type Spoil = (folder: string) => Promise<unknown>;

const editConfig =
  (change: object): Spoil =>
  async (folder) => {
    const file = join(folder, "config.json");
    await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, "utf8")), ...change }));
  };
const editWeights =
  (change: (weights: Record<string, HostTensor>) => void): Spoil =>
  async (folder) => {
    const file = join(folder, "model.safetensors");
    const weights = await loadTensors(file);
    change(weights);
    await writeFile(file, encodeTensors(weights, { half: true }));
  };
/** Replaces text of the header by other text of the same length. */
const editHeader =
  (from: RegExp, to: (found: string) => string): Spoil =>
  async (folder) => {
    const file = join(folder, "model.safetensors");
    const text = (await readFile(file)).toString("latin1");
    await writeFile(
      file,
      Buffer.from(
        text.replace(from, (found) => to(found).padEnd(found.length)),
        "latin1",
      ),
    );
  };

test.each<readonly [string, Spoil, string, RegExp]>([
  ["a missing folder", (f) => rm(f, { recursive: true }), "NODES_CHECKPOINT_MISSING", /no checkpoint at/],
  ["no config.json", (f) => rm(join(f, "config.json")), "NODES_CHECKPOINT_FILE", /has no config\.json/],
  ["no tokenizer.json", (f) => rm(join(f, "tokenizer.json")), "NODES_CHECKPOINT_FILE", /has no tokenizer\.json/],
  ["no weights", (f) => rm(join(f, "model.safetensors")), "NODES_CHECKPOINT_FILE", /has no \*\.safetensors/],
  ["config.json cut off", (f) => truncate(join(f, "config.json"), 20), "NODES_CHECKPOINT_JSON", /is not JSON/],
  ["tokenizer.json cut off", (f) => truncate(join(f, "tokenizer.json"), 99), "NODES_CHECKPOINT_JSON", /is not JSON/],
  ["a config of another kind", (f) => writeFile(join(f, "config.json"), "[]"), "MODEL_CONFIG", /config\.json expected/],
  ["a vision key of the wrong type", editConfig({ vision: { widths: "wide" } }), "MODEL_CONFIG", /"vision\.widths"/],
  ["stages of unequal number", editConfig({ vision: { strides: [4, 16] } }), "MODEL_CONFIG", /lists of one length/],
  ["another stride", editConfig({ stride: 8 }), "MODEL_CONFIG", /ends with the stride, 8/],
  ["sampling that is no number", editConfig({ sampling: { topK: "two" } }), "MODEL_CONFIG", /"sampling\.topK"/],
  ["a vocabulary too small", editConfig({ vocab_size: 9 }), "NODES_CHECKPOINT_MISMATCH", /tokens, config\.json 9/],
  ["weights of another width", editConfig({ intermediate_size: 64 }), "MODEL_WEIGHT_SHAPE", /mlp/],
  ["a missing weight", editWeights((w) => delete w["lm_head.weight"]), "MODEL_WEIGHT_MISSING", /"lm_head\.weight"/],
  [
    "a surplus weight",
    editWeights((w) => Object.assign(w, { strange: f32([1], [1]) })),
    "MODEL_WEIGHT_SURPLUS",
    /strange/,
  ],
  [
    "a weight in two files",
    (f) => cp(join(f, "model.safetensors"), join(f, "more.safetensors")),
    "NODES_CHECKPOINT_MISMATCH",
    /two files hold/,
  ],
  ["weights cut off", (f) => truncate(join(f, "model.safetensors"), 5000), "SAFETENSORS_", /model\.safetensors/],
  ["weights cut off in the header", (f) => truncate(join(f, "model.safetensors"), 12), "SAFETENSORS_", /safetensors/],
  ["empty weights", (f) => truncate(join(f, "model.safetensors"), 0), "SAFETENSORS_", /model\.safetensors/],
  ["a lying shape", editHeader(/"shape":\[\d/, (s) => s.replace(/\d/, "9")), "SAFETENSORS_", /safetensors/],
  ["a lying type", editHeader(/"F16"/, () => '"I8" '), "SAFETENSORS_", /safetensors/],
])("%s is one sentence", async (_name, spoil, code, sentence) => {
  const folder = work.path("spoilt");
  await rm(folder, { recursive: true, force: true });
  await cp(work.checkpoint, folder, { recursive: true });
  await spoil(folder);
  const error = await loadCheckpoint(folder).then(
    () => null,
    (cause: unknown) => cause,
  );
  expect(error).toMatchObject({
    name: "NextscaleError",
    code: expect.stringContaining(code),
    message: expect.stringMatching(sentence),
  });
});

test("a device that is not there is refused", async () => {
  await expect(loadCheckpoint(work.checkpoint, { device: "abacus" })).rejects.toMatchObject({
    code: "BACKEND_DEVICE_UNAVAILABLE",
  });
});

test("recommended sampling comes with the model", async () => {
  const folder = work.path("advised");
  await cp(work.checkpoint, folder, { recursive: true });
  await editConfig({ sampling: { guidance: 1.5, topK: [1, 4] } })(folder);
  const model = await loadCheckpoint(folder);
  expect(model.sampling).toEqual({ guidance: 1.5, topK: [1, 4] });
  await model.release();
});

test("a bare name is a checkpoint that ships, unless a folder is called so", () => {
  expect(findCheckpoint("no-such-checkpoint")).toEqual({ folder: "no-such-checkpoint", label: "no-such-checkpoint" });
  expect(findCheckpoint(work.checkpoint).folder).toBe(work.checkpoint);
});

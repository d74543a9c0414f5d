import { readdir, readFile, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { f32, i32 } from "../../runtime/tensor/index.ts";
import { encodeTensors, loadTensors, openRunFolder } from "../../training/run-folder.ts";
import { emptyFolder } from "./toy-trainer.ts";

const at = emptyFolder();
const state = { a: f32([1, 2.5, 1 / 3], [3]), b: i32([-7], [1, 1]), c: f32([4], []) };

test("a new run has no state, and a saved one comes back bit for bit", async () => {
  const folder = await openRunFolder(at("state"));
  expect(await folder.loadState()).toBeUndefined();
  await folder.saveState(state);
  expect(await folder.loadState()).toEqual(state);
});

test("a state that cannot be saved leaves the one before whole, and nothing beside it", async () => {
  const folder = await openRunFolder(at("kept"));
  await folder.saveState(state);
  await expect((async () => folder.saveState({ a: f32([1, 2], [3]) }))()).rejects.toThrow(/SAFETENSORS|shape/);
  expect(await folder.loadState()).toEqual(state);
  expect((await readdir(at("kept"))).toSorted()).toEqual(["checkpoint", "state.safetensors"]);
});

test("lines are added to the curve, one a row", async () => {
  const folder = await openRunFolder(at("curve"));
  await folder.log({ step: 1, loss: 2 });
  const again = await openRunFolder(at("curve"));
  await again.log({ step: 2, note: "resumed\nhere" });
  const lines = (await readFile(at("curve", "metrics.jsonl"), "utf8")).split("\n");
  expect(lines).toEqual(['{"step":1,"loss":2}', '{"step":2,"note":"resumed\\nhere"}', ""]);
});

test("the configuration and files are written whole", async () => {
  const folder = await openRunFolder(at("files"));
  await folder.saveConfig({ steps: 3 });
  await folder.saveFile("sheet.bin", Uint8Array.of(1, 2));
  expect(JSON.parse(await readFile(at("files", "run.json"), "utf8"))).toEqual({ steps: 3 });
  expect([...(await readFile(at("files", "sheet.bin")))]).toEqual([1, 2]);
  expect((await readdir(at("files"))).toSorted()).toEqual(["checkpoint", "run.json", "sheet.bin"]);
});

test("half precision stores floats in 16 bits and integers as they are", async () => {
  await writeFile(at("half.safetensors"), encodeTensors(state, { half: true }));
  const back = await loadTensors(at("half.safetensors"));
  expect(back.b).toEqual(state.b);
  expect(back.a?.data[1]).toBe(2.5);
  expect(back.a?.data[2]).toBeCloseTo(1 / 3, 3);
});

test("a path through a file is refused", async () => {
  await writeFile(at("file"), "");
  await expect(openRunFolder(at("file", "run"))).rejects.toThrow(/file/);
});

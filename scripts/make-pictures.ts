// Paints the readme's picture: the prompts of docs/pictures/prompts.txt in order, seed 0, nothing chosen.
// npx tsx scripts/make-pictures.ts
import { readFile } from "node:fs/promises";
import { chooseCanvas, loadCheckpoint, paint } from "../nodes/index.ts";
import { writeAtomic } from "../runtime/files/write.ts";
import { contactSheet } from "../training/sheet.ts";

const prompts = (await readFile("docs/pictures/prompts.txt", "utf8")).trim().split("\n");
const model = await loadCheckpoint("tiny");
const { grids } = chooseCanvas(model, "1:1");
const { pictures } = await paint(model, { prompts, seeds: prompts.map(() => 0), grids });
await writeAtomic("docs/pictures/samples.png", await contactSheet(pictures, 8));
await model.release();

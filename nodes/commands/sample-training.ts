import type { RunFolder } from "../../training/run-folder.ts";
import { evaluatePrompts } from "../../training/score/evaluate.ts";
import { loadTemplates } from "../../training/score/templates.ts";
import { contactSheet } from "../../training/sheet.ts";
import { drawPrompts } from "../../training/world/prompts.ts";
import { loadCheckpoint } from "../checkpoint/load.ts";
import { chooseCanvas } from "../painting/choose-canvas.ts";
import { paint } from "../painting/paint.ts";

const PROMPTS = 48;

/** Paints and scores a few prompts with what a training run has exported so far; leaves the pictures in its folder. */
export async function sampleTraining(folder: RunFolder, step: number, device: string): Promise<void> {
  const model = await loadCheckpoint(folder.checkpoint, { device });
  try {
    const { results, table } = await evaluatePrompts({
      prompts: drawPrompts({ count: PROMPTS, seed: 0, split: "seen" }),
      templates: await loadTemplates(),
      paint: async (prompts) => {
        const { grids } = chooseCanvas(model, prompts[0]?.canvas ?? "1:1");
        const seeds = prompts.map(({ index }) => index);
        return (await paint(model, { prompts: prompts.map(({ prompt }) => prompt), seeds, grids })).pictures;
      },
    });
    await folder.log({ step, score: table.overall });
    const name = `sample-${String(step).padStart(6, "0")}.png`;
    await folder.saveFile(
      name,
      await contactSheet(
        results.map(({ image }) => image),
        12,
      ),
    );
  } finally {
    await model.release();
  }
}

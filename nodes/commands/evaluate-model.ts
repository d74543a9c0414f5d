import { createProgress, type Io, line } from "../../runtime/cli/index.ts";
import { type Evaluation, evaluatePrompts, type Judged } from "../../training/score/evaluate.ts";
import { printTable } from "../../training/score/table.ts";
import { loadTemplates } from "../../training/score/templates.ts";
import { contactSheet } from "../../training/sheet.ts";
import type { Split } from "../../training/world/held-out.ts";
import { drawPrompts } from "../../training/world/prompts.ts";
import { loadCheckpoint } from "../checkpoint/load.ts";
import { chooseCanvas } from "../painting/choose-canvas.ts";
import { paint } from "../painting/paint.ts";
import { type SamplingWish, samplingFor } from "../painting/sampling.ts";
import { unknownWords } from "../painting/unknown-words.ts";
import { writeOutput } from "../pictures/write-picture.ts";
import { requireFolder } from "./target.ts";

export interface EvaluateInput extends SamplingWish {
  readonly count: number;
  readonly split: Split | "both";
  readonly seed: number;
  readonly direct: boolean;
  readonly out: string | undefined;
  readonly sheet: string | undefined;
  readonly model: string;
  readonly device: string;
}

const SHEET_COLUMNS = 12;

/** Paints, detects and judges; prints a table for each split and writes the results that were asked for. */
export async function evaluateModel(input: EvaluateInput, io: Io): Promise<void> {
  const { count, split, seed, direct, out, sheet, guidance, temperature, topK, topP } = input;
  for (const file of [out, sheet]) if (file !== undefined) await requireFolder(file);
  const model = await loadCheckpoint(input.model, { device: input.device, signal: io.signal });
  try {
    const sampling = samplingFor(model, { guidance, temperature, topK, topP });
    const templates = await loadTemplates();
    const accepts = (prompt: string) => unknownWords(model, [prompt]).length === 0;
    const splits: readonly Split[] = split === "both" ? ["seen", "held-out"] : [split];
    const progress = createProgress(io, { total: count * splits.length, label: "evaluate" });
    const evaluations = new Map<Split, Evaluation>();
    try {
      for (const [i, each] of splits.entries()) {
        const evaluation = await evaluatePrompts({
          prompts: drawPrompts({ count, seed, split: each, accepts }),
          templates,
          signal: io.signal,
          onProgress: (done) => progress.update(i * count + done, each),
          paint: async (prompts) => {
            const { grids } = chooseCanvas(model, prompts[0]?.canvas ?? "1:1");
            const texts = prompts.map(({ prompt }) => prompt);
            const seeds = prompts.map(({ index }) => seed + index);
            const thinking = direct ? false : undefined;
            const options = { prompts: texts, seeds, grids, thinking, ...sampling, signal: io.signal };
            return (await paint(model, options)).pictures;
          },
        });
        evaluations.set(each, evaluation);
      }
    } finally {
      progress.stop();
    }
    io.signal.throwIfAborted();
    const think = direct ? undefined : model.sampling.think;
    const settings = { model: model.name, device: model.device, seed, count, sampling: { ...sampling, think } };
    if (out !== undefined) await writeOutput(out, `${JSON.stringify(report(settings, evaluations), null, 2)}\n`);
    const images = [...evaluations.values()].flatMap(({ results }) => results.map(({ image }) => image));
    if (sheet !== undefined) await writeOutput(sheet, await contactSheet(images, SHEET_COLUMNS));
    for (const [each, { table }] of evaluations) line(io.stdout, `${each}\n${printTable(table)}\n`);
  } finally {
    await model.release();
  }
}

function report(settings: { readonly seed: number }, evaluations: ReadonlyMap<Split, Evaluation>): object {
  const splits = [...evaluations].map(([split, { table, results }]) => [
    split,
    { ...table, results: results.map((result) => row(result, settings.seed)) },
  ]);
  return { ...settings, splits: Object.fromEntries(splits) };
}

function row({ image: _, index, ...result }: Judged, seed: number): object {
  return { index, seed: seed + index, ...result };
}

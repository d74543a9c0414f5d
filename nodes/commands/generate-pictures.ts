import { createProgress, formatDuration, type Io, line } from "../../runtime/cli/index.ts";
import { loadCheckpoint } from "../checkpoint/load.ts";
import type { LoadedModel } from "../checkpoint/loaded-model.ts";
import { chooseCanvas } from "../painting/choose-canvas.ts";
import { paintAll, type Wanted } from "../painting/paint-all.ts";
import { promptTokens } from "../painting/prompt-tokens.ts";
import type { SamplingWish } from "../painting/sampling.ts";
import { seedsFrom } from "../painting/seeds.ts";
import { unknownWords } from "../painting/unknown-words.ts";
import { readPrompts } from "./read-prompts.ts";
import { type TargetWish, targetOf } from "./target.ts";

export interface GenerateInput extends SamplingWish, TargetWish {
  readonly prompt: string | undefined;
  readonly seed: number;
  readonly aspect: string;
  readonly direct: boolean;
  readonly model: string;
  readonly device: string;
}

/** Paints what was asked for, writes each picture as soon as it is there, and prints its path. */
export async function generatePictures(input: GenerateInput, io: Io): Promise<void> {
  const { seed, count, aspect, direct, guidance, temperature, topK, topP } = input;
  const began = io.now();
  const prompts = await readPrompts(input);
  const target = await targetOf(input);
  const model = await loadCheckpoint(input.model, { device: input.device, signal: io.signal });
  try {
    const { grids } = chooseCanvas(model, aspect);
    checkPrompts(model, prompts, io);
    const wanted = prompts.flatMap((prompt) => seedsFrom(seed, count).map((each): Wanted => ({ prompt, seed: each })));
    const progress = createProgress(io, { total: wanted.length * grids.length, label: "paint" });
    const paths: string[] = [];
    const loaded = io.now();
    try {
      const sampling = { guidance, temperature, topK, topP, thinking: direct ? false : undefined };
      const options = { grids, ...sampling, signal: io.signal, onScales: progress.update };
      for await (const picture of paintAll(model, wanted, options)) {
        io.signal.throwIfAborted();
        paths.push(await target.write(picture, paths.length));
      }
    } finally {
      progress.stop();
      for (const path of paths) line(io.stdout, path);
    }
    const [load, paint] = [loaded - began, io.now() - loaded].map(formatDuration);
    line(io.stderr, `Loaded in ${load}, painted in ${paint} on ${model.device}.`);
  } finally {
    await model.release();
  }
}

/** Refuses a prompt that is too long before anything is painted, and tells of words that mean nothing to the model. */
function checkPrompts(model: LoadedModel, prompts: readonly string[], io: Io): void {
  for (const prompt of prompts) promptTokens(model, prompt);
  const unknown = unknownWords(model, prompts);
  if (unknown.length === 0) return;
  const shown = unknown.slice(0, 12).join(", ");
  line(io.stderr, `Note: words this model has never seen: ${shown}${unknown.length > 12 ? ", …" : ""}.`);
}

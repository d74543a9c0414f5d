import type { Image } from "../world/image.ts";
import type { Prompt } from "../world/prompts.ts";
import { type Detection, detect } from "./detect.ts";
import { judge } from "./judge.ts";
import { type Result, type ScoreTable, scoreTable } from "./table.ts";
import type { Templates } from "./templates.ts";

/** A prompt with its place in the list, which its seed may depend on. */
export interface NumberedPrompt extends Prompt {
  readonly index: number;
}

export interface EvaluateOptions {
  readonly prompts: readonly Prompt[];
  /** Paints prompts of one canvas, a picture each. */
  readonly paint: (prompts: readonly NumberedPrompt[]) => Promise<readonly Image[]>;
  /** From `loadTemplates`. */
  readonly templates: Templates;
  /** Prompts painted at a time. Default 16. */
  readonly batch?: number;
  /** Looked at before each batch. */
  readonly signal?: AbortSignal;
  /** Hears how many prompts are judged, of all. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** One prompt, painted and judged. */
export interface Judged extends Result, NumberedPrompt {
  readonly reason: string;
  readonly detections: readonly Detection[];
  readonly image: Image;
}

export interface Evaluation {
  /** In the order of the prompts. */
  readonly results: readonly Judged[];
  readonly table: ScoreTable;
}

/** Paints every prompt and judges what the detector sees in the picture. */
export async function evaluatePrompts(options: EvaluateOptions): Promise<Evaluation> {
  const { prompts, paint, templates, batch = 16, signal, onProgress } = options;
  const results: Judged[] = [];
  for (const group of batches(prompts, batch)) {
    signal?.throwIfAborted();
    const images = await paint(group);
    for (const [i, prompt] of group.entries()) {
      const image = images[i];
      if (image === undefined) throw new RangeError(`paint expected to make ${group.length} pictures, made ${i}.`);
      const detections = detect(image, templates);
      results.push({ ...prompt, ...judge(detections, prompt.expected), detections, image });
    }
    onProgress?.(results.length, prompts.length);
  }
  results.sort((a, b) => a.index - b.index);
  return { results, table: scoreTable(results) };
}

/** Prompts of one canvas together, at most `size` at a time. */
function batches(prompts: readonly Prompt[], size: number): readonly (readonly NumberedPrompt[])[] {
  const numbered = prompts.map((prompt, index): NumberedPrompt => ({ ...prompt, index }));
  const groups = [...new Set(prompts.map(({ canvas }) => canvas))].map((canvas) =>
    numbered.filter((prompt) => prompt.canvas === canvas),
  );
  return groups.flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / size) }, (_, i) => group.slice(i * size, (i + 1) * size)),
  );
}

import type { Picture } from "../../model/vision/codec.ts";
import type { LoadedModel } from "../checkpoint/loaded-model.ts";
import { type PaintOptions, paint } from "./paint.ts";

/** One picture to paint. */
export interface Wanted {
  readonly prompt: string;
  readonly seed: number;
}

export interface PaintAllOptions extends Omit<PaintOptions, "prompts" | "seeds" | "onScale"> {
  /** Pictures painted side by side. Default 8. */
  readonly batch?: number;
  /** Scales finished so far, of all pictures together. */
  readonly onScales?: (done: number) => void;
}

/** Paints any number of pictures of one shape, in order; each is what it would be by itself. */
export async function* paintAll(
  model: LoadedModel,
  wanted: readonly Wanted[],
  { batch = 8, onScales, ...options }: PaintAllOptions,
): AsyncGenerator<Picture> {
  const scales = options.grids.length;
  for (let start = 0; start < wanted.length; start += batch) {
    const now = wanted.slice(start, start + batch);
    const { pictures } = await paint(model, {
      ...options,
      prompts: now.map(({ prompt }) => prompt),
      seeds: now.map(({ seed }) => seed),
      onScale: (scale) => onScales?.(start * scales + now.length * (scale + 1)),
    });
    yield* pictures;
  }
}

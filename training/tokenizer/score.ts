import type { Grid } from "../../model/schedule.ts";
import type { Codec } from "../../model/vision/codec.ts";
import { createRng } from "../../runtime/tensor/index.ts";
import { generateScene } from "../world/generate.ts";
import type { Image } from "../world/image.ts";
import { renderScene } from "../world/render.ts";
import type { Scene } from "../world/scene.ts";
import type { Sprites } from "../world/sprites.ts";
import { type Canvas, drawCanvas } from "../world/vocabulary.ts";

export interface TokenizerScore {
  /** Mean peak signal-to-noise ratio in dB over unseen scenes without and with emoji. */
  readonly shapes: number;
  readonly emoji: number;
  /** Scenes of each. */
  readonly count: number;
}

interface ScoreOptions {
  readonly grids: Readonly<Record<Canvas, readonly Grid[]>>;
  readonly sprites: Sprites;
  readonly count: number;
  readonly seed: number;
}

/** Reconstruction of scenes from both splits that no training step drew (the seed's path is another). */
export async function scoreTokenizer(
  codec: Codec,
  { grids, sprites, count, seed }: ScoreOptions,
): Promise<TokenizerScore> {
  const means: Record<"shapes" | "emoji", number[]> = { shapes: [], emoji: [] };
  for (let i = 0; means.shapes.length < count || means.emoji.length < count; i++) {
    const rng = createRng(seed, "tokenizer score", i);
    const canvas = drawCanvas(rng);
    const scene = generateScene(rng, { canvas, split: i % 5 === 0 ? "held-out" : "seen" });
    const group = means[hasEmoji(scene) ? "emoji" : "shapes"];
    if (group.length >= count) continue;
    const image = renderScene(scene, sprites);
    const again = await codec.decode(await codec.encode(image, grids[canvas]), grids[canvas]);
    group.push(psnr(image, again));
  }
  return { shapes: mean(means.shapes), emoji: mean(means.emoji), count };
}

/** Peak signal-to-noise ratio of two pictures of bytes, in dB. */
export function psnr(a: Pick<Image, "data">, b: Pick<Image, "data">): number {
  const error = a.data.reduce((sum, v, i) => sum + (v - (b.data[i] as number)) ** 2, 0) / a.data.length;
  return 10 * Math.log10(255 ** 2 / Math.max(error, 1e-3));
}

const hasEmoji = ({ objects }: Scene): boolean => objects.some(({ kind }) => kind.type === "emoji");

const mean = (xs: readonly number[]): number => xs.reduce((a, b) => a + b, 0) / xs.length;

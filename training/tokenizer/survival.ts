import type { Grid } from "../../model/schedule.ts";
import type { Codec } from "../../model/vision/codec.ts";
import { createRng } from "../../runtime/tensor/index.ts";
import { detect } from "../score/detect.ts";
import { judge } from "../score/judge.ts";
import type { Templates } from "../score/templates.ts";
import { type Mentions, state } from "../world/caption.ts";
import { generateScene } from "../world/generate.ts";
import type { Split } from "../world/held-out.ts";
import { promptCategories } from "../world/prompts.ts";
import { renderScene } from "../world/render.ts";
import type { Sprites } from "../world/sprites.ts";
import { type Canvas, drawCanvas } from "../world/vocabulary.ts";

export interface SurvivalOptions {
  readonly grids: Readonly<Record<Canvas, readonly Grid[]>>;
  readonly sprites: Sprites;
  readonly templates: Templates;
  readonly split: Split;
  readonly count: number;
  readonly seed: number;
}

/** Everything that a scored prompt may ask for is asked for. */
const everything: Mentions = { relation: 1 };

/**
 * Share of unseen scenes, 0 … 1, in which the detector still finds what was asked for after encoding and decoding: what
 * the tokenizer allows any transformer to reach. Categories take turns.
 */
export async function survival(codec: Codec, options: SurvivalOptions): Promise<number> {
  const { grids, sprites, templates, split, count, seed } = options;
  let passed = 0;
  for (let i = 0; i < count; i++) {
    const category = promptCategories[i % promptCategories.length] as (typeof promptCategories)[number];
    const rng = createRng(seed, "survival", split, i);
    const canvas = drawCanvas(rng);
    const scene = generateScene(rng, { canvas, split }, category);
    const { objects, relation } = state(scene, rng, everything);
    const again = await codec.decode(await codec.encode(renderScene(scene, sprites), grids[canvas]), grids[canvas]);
    const asked = category === "position" ? relation : null;
    const { pass } = judge(detect(again, templates), { objects, exact: category === "counting", relation: asked });
    if (pass) passed++;
  }
  return passed / count;
}

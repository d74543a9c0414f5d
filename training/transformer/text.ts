import { createRng } from "../../runtime/tensor/index.ts";
import { trainBpe } from "../bpe/train.ts";
import { state } from "../world/caption.ts";
import { describe } from "../world/describe.ts";
import { generateScene } from "../world/generate.ts";
import { plan } from "../world/plan.ts";
import type { Canvas } from "../world/vocabulary.ts";
import { CAPTION_QUESTION } from "./rows.ts";

const CAPTIONS = 20_000;

/** A text tokenizer whose merges come from the world's captions and plans; any other text still encodes, byte by byte. */
export function trainWorldBpe(vocabSize: number, seed: number) {
  return trainBpe(worldTexts(seed), { vocabSize });
}

function* worldTexts(seed: number): Generator<string> {
  for (let i = 0; i < CAPTIONS; i++) {
    const rng = createRng(seed, "text", i);
    const canvas = rng.pick<Canvas>(["1:1", "5:3", "3:5"]);
    const scene = generateScene(rng, { canvas, split: "seen" });
    const { text, objects } = state(scene, rng);
    yield text;
    yield plan(
      scene,
      objects.map(({ kind }) => kind),
    );
    yield describe(scene);
  }
  for (let i = 0; i < CAPTIONS; i++) yield `user\n${CAPTION_QUESTION}\nassistant\nsystem\n`;
}

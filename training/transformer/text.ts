import { createRng } from "../../runtime/tensor/index.ts";
import { trainBpe } from "../bpe/train.ts";
import { CAPTION_QUESTION, drawSample } from "../world/abilities/draw-sample.ts";
import { abilities, type Phrasing, type SampleTurn } from "../world/abilities/sample.ts";
import { state } from "../world/caption.ts";
import { describe } from "../world/describe.ts";
import { generateScene } from "../world/generate.ts";
import { plan } from "../world/plan.ts";
import { drawCanvas } from "../world/vocabulary.ts";

const CAPTIONS = 12_000;
/** Samples of each ability; some of them in the phrasings that are held out, so that those are words too. */
const SAMPLES = 1500;

/**
 * A text tokenizer whose merges come from the world's captions, plans and conversations; any other text still encodes,
 * byte by byte.
 */
export function trainWorldBpe(vocabSize: number, seed: number) {
  return trainBpe(worldTexts(seed), { vocabSize });
}

function* worldTexts(seed: number): Generator<string> {
  for (let i = 0; i < CAPTIONS; i++) {
    const rng = createRng(seed, "text", i);
    const scene = generateScene(rng, { canvas: drawCanvas(rng), split: "seen" });
    const { text, objects } = state(scene, rng);
    yield text;
    yield plan(
      scene,
      objects.map(({ kind }) => kind),
    );
    yield describe(scene);
  }
  for (const ability of abilities)
    for (let i = 0; i < SAMPLES; i++) {
      const phrasing: Phrasing = i % 4 === 3 ? "held-out" : "taught";
      yield* textsOf(
        drawSample(createRng(seed, "text", ability, i), ability, {
          split: "seen",
          phrasing,
          canvas: drawCanvas(createRng(seed, "canvas", ability, i)),
        }).turns,
      );
    }
  for (let i = 0; i < CAPTIONS; i++) yield `user\n${CAPTION_QUESTION}\nassistant\nsystem\n`;
}

const textsOf = (turns: readonly SampleTurn[]): readonly string[] =>
  turns.flatMap(({ content }) => content.flatMap((piece) => (piece.type === "text" ? [piece.text] : [])));

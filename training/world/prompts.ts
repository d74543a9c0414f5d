import { createRng } from "../../runtime/tensor/random.ts";
import { type Mentions, state } from "./caption.ts";
import { type Category, categories, generateScene } from "./generate.ts";
import type { Split } from "./held-out.ts";
import type { Kind } from "./kinds.ts";
import type { Relation } from "./relations.ts";
import type { Scene } from "./scene.ts";
import type { Canvas } from "./vocabulary.ts";

/** The six task families that are scored. */
export const promptCategories = categories.filter((name) => name !== "mixture");
export type PromptCategory = Exclude<Category, "mixture">;

/** What a picture must show to answer its prompt; nothing that the prompt does not say. */
export interface Expectation {
  readonly objects: readonly ExpectedObject[];
  /** True when the number of each kind must be exact; otherwise it is the least number. */
  readonly exact: boolean;
  /** Of the first object to the second. */
  readonly relation: Relation | null;
}

export interface ExpectedObject {
  readonly kind: Kind;
  readonly count: number;
}

export interface Prompt {
  readonly prompt: string;
  readonly expected: Expectation;
  readonly category: PromptCategory;
  readonly canvas: Canvas;
  /** What the prompt was said of: one picture that answers it. */
  readonly scene: Scene;
}

export interface DrawPromptsOptions extends DrawPromptOptions {
  /** At least 1; categories take turns. */
  readonly count: number;
}

export interface DrawPromptOptions {
  readonly seed: number;
  readonly split: Split;
  /** Default: half 1:1, else one of the others. */
  readonly canvas?: Canvas;
  /** Prompts that it refuses are drawn anew: a model of a smaller world is asked for what it was taught. */
  readonly accepts?: ((prompt: string) => boolean) | undefined;
}

/** Draws after which a prompt is kept as it was drawn first: some models know no word at all. */
const ROUNDS = 40;

/** Evaluation prompts in the words of training captions. */
export const drawPrompts = ({ count, ...options }: DrawPromptsOptions): Prompt[] =>
  Array.from({ length: count }, (_, i) => drawPrompt(options, i));

/** Prompt i depends only on (seed, split, i), and on what `accepts` refuses. */
export function drawPrompt({ accepts = () => true, ...options }: DrawPromptOptions, i: number): Prompt {
  const first = drawOnce(options, i, 0);
  let prompt = first;
  for (let round = 1; round <= ROUNDS && !accepts(prompt.prompt); round++) prompt = drawOnce(options, i, round);
  return accepts(prompt.prompt) ? prompt : first;
}

function drawOnce({ seed, split, canvas }: DrawPromptOptions, i: number, round: number): Prompt {
  const category = promptCategories[i % promptCategories.length] as PromptCategory;
  const rng = round === 0 ? createRng(seed, "prompt", split, i) : createRng(seed, "prompt", split, i, round);
  const drawn = canvas ?? rng.pick<Canvas>(["1:1", "1:1", "5:3", "3:5"]);
  const scene = generateScene(rng, { canvas: drawn, split }, category);
  const { text, objects, relation } = state(scene, rng, mentions[category]);
  return {
    prompt: text,
    expected: { objects, exact: category === "counting", relation },
    category,
    canvas: drawn,
    scene,
  };
}

/** What a category is about is always said. A relation is asked for only where it is what is scored. */
const mentions: { readonly [C in PromptCategory]: Mentions } = {
  "single-object": {},
  "two-objects": { relation: 0 },
  counting: {},
  colors: {},
  position: { relation: 1 },
  "attribute-binding": { relation: 0 },
};

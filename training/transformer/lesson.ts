/** What the transformer learns from: a conversation as segments of a sequence, each marked whether it is learnt. */
import { chatParts } from "../../model/text/chat.ts";
import type { TextTokenizer } from "../../model/text/tokenizer.ts";
import type { Rng } from "../../runtime/tensor/index.ts";
import { drawSample } from "../world/abilities/draw-sample.ts";
import { kindsOf } from "../world/abilities/naming.ts";
import { type Ability, abilities, type SampleTurn, type TurnPiece, type UserTurn } from "../world/abilities/sample.ts";
import { state } from "../world/caption.ts";
import { generateScene } from "../world/generate.ts";
import { plan } from "../world/plan.ts";
import { inReadingOrder, type Scene } from "../world/scene.ts";
import type { Canvas } from "../world/vocabulary.ts";
import { recallLesson } from "./recall.ts";
import type { TransformerRecipe } from "./recipe.ts";

export type LessonSegment =
  | { readonly type: "text"; readonly ids: readonly number[]; readonly learnt: boolean }
  | { readonly type: "image"; readonly scene: Scene; readonly learnt: boolean }
  /** An image that is left out. */
  | { readonly type: "gap"; readonly learnt: boolean };

export interface Lesson {
  readonly segments: readonly LessonSegment[];
}

export interface LessonOptions {
  readonly tokenizer: TextTokenizer;
  readonly canvas: Canvas;
  /** Share of captions left empty, 0 … 1, for guidance (spec §3.2); no plan follows half of them. */
  readonly dropped: number;
  /** Share of the other captions after which a plan is written before the image, and of answers that begin with what is seen. */
  readonly planned: number;
}

/** What a lesson exercises: an ability, or looking up what was told (`recall.ts`). */
export type Exercise = Ability | "recall";
export const exercises: readonly Exercise[] = [...abilities, "recall"];

/** Which images of a conversation have rows: all, those that are shown, or none. */
export type Pictures = "all" | "shown" | "none";

/** What share of an ability's lessons has which pictures. */
export function pictureShares(
  ability: Exercise,
  { unpainted, blind }: Pick<TransformerRecipe, "unpainted" | "blind">,
): readonly (readonly [Pictures, number])[] {
  if (ability === "draw") return [["all", 1]];
  if (ability === "recall") return [["none", 1]];
  return [
    ["all", 1 - unpainted - blind],
    ["shown", unpainted],
    ["none", blind],
  ];
}

/** Draws a lesson of an ability. All its images are of one canvas. */
export function drawLesson(rng: Rng, ability: Exercise, pictures: Pictures, options: LessonOptions): Lesson {
  if (ability === "draw") return paintingLesson(rng, options);
  if (ability === "recall") return recallLesson(rng, options.tokenizer);
  const { turns } = drawSample(rng, ability, { split: "seen", phrasing: "taught", canvas: options.canvas });
  if (pictures === "none") return { segments: conversation(options.tokenizer, turns, "told").map(withoutImage) };
  const sights = rng.uniform() < options.planned ? "learnt" : "none";
  const segments = conversation(options.tokenizer, turns, sights);
  return { segments: pictures === "shown" ? segments.map(unpainted) : segments };
}

const withoutImage = (segment: LessonSegment): LessonSegment =>
  segment.type === "image" ? { type: "gap", learnt: segment.learnt } : segment;

const unpainted = (segment: LessonSegment): LessonSegment => (segment.learnt ? withoutImage(segment) : segment);

/**
 * `prompt, plan → image`: the plan is learnt, and that the image follows it. Objects are planned in the order in which the
 * prompt names them.
 */
function paintingLesson(rng: Rng, { tokenizer, canvas, dropped, planned }: LessonOptions): Lesson {
  const scene = generateScene(rng, { canvas, split: "seen" });
  const { text, objects } = state(scene, rng);
  const silent = rng.uniform() < dropped;
  const order = silent ? [] : objects.map(({ kind }) => kind);
  const words = rng.uniform() < (silent ? 0.5 : planned) ? plan(scene, order) : null;
  return { segments: paintingSegments(tokenizer, silent ? "" : text, words, scene) };
}

/** The segments of one picture asked for by words. */
export function paintingSegments(
  tokenizer: TextTokenizer,
  prompt: string,
  words: string | null,
  scene: Scene,
): readonly LessonSegment[] {
  const asked = openTurn(tokenizer, [{ role: "user", content: [{ type: "text", text: prompt }] }]);
  const image: LessonSegment = { type: "image", scene, learnt: true };
  return words === null ? [...asked, image] : [...asked, learn(tokenizer.encode(words)), image];
}

/**
 * A whole conversation in Qwen's chat form. What the assistant says is learnt, up to the token that ends its turn; a plan
 * comes before each of its images. `sights` are lines that say, before an answer, what each picture just shown has where,
 * in the form of plans, learnt, told, or left out; where they are left out, so are thoughts.
 */
export function conversation(
  tokenizer: TextTokenizer,
  turns: readonly SampleTurn[],
  sights: "learnt" | "told" | "none",
): readonly LessonSegment[] {
  const out: LessonSegment[] = [];
  const end = tokenizer.tokenToId("<|im_end|>");
  const newline = tokenizer.encode("\n");
  for (const [i, turn] of turns.entries()) {
    if (turn.role === "user") {
      const asked = openTurn(tokenizer, [turn]);
      out.push(...(i === 0 ? asked : [read(newline), ...asked]));
      continue;
    }
    const lines = sights === "none" ? [] : sightsOf(tokenizer, turns[i - 1]);
    out.push(...lines.map(sights === "told" ? read : learn));
    for (const piece of turn.content)
      if (piece.type !== "thought" || sights !== "none") out.push(...answered(tokenizer, piece));
    if (end !== undefined) out.push(learn([end]));
  }
  return out;
}

/** Ids of a line on each of a turn's pictures. */
const sightsOf = (tokenizer: TextTokenizer, turn: SampleTurn | undefined): readonly (readonly number[])[] =>
  (turn?.content ?? []).flatMap((piece) => (piece.type === "image" ? [lineOf(tokenizer, sight(piece.scene))] : []));

const lineOf = (tokenizer: TextTokenizer, text: string): readonly number[] => [
  ...tokenizer.encode(text),
  ...tokenizer.encode("\n"),
];

/** A picture's plan as one writes it who sees the picture. */
export const sight = (scene: Scene): string => plan(scene, kindsOf(inReadingOrder(scene)));

/** One piece of an answer. The plan of an image names objects in the scene's order. */
function answered(tokenizer: TextTokenizer, piece: TurnPiece): readonly LessonSegment[] {
  if (piece.type === "text") return [learn(tokenizer.encode(piece.text))];
  if (piece.type === "thought") return [learn(lineOf(tokenizer, piece.text))];
  const { scene } = piece;
  return [learn(tokenizer.encode(plan(scene, kindsOf(scene)))), { type: "image", scene, learnt: true }];
}

/** Turns up to where the assistant is to speak. */
function openTurn(tokenizer: TextTokenizer, turns: readonly UserTurn[]): readonly LessonSegment[] {
  const parts = chatParts<Scene>(
    tokenizer,
    turns.map(({ role, content }) => ({
      role,
      content: content.map((piece) => (piece.type === "image" ? { type: "image", image: piece.scene } : piece)),
    })),
  );
  return parts.map((part) =>
    part.type === "text" ? read(part.ids) : { type: "image", scene: part.image, learnt: false },
  );
}

const read = (ids: readonly number[]): LessonSegment => ({ type: "text", ids, learnt: false });
const learn = (ids: readonly number[]): LessonSegment => ({ type: "text", ids, learnt: true });

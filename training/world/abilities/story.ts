/** A story of a few beats, each a sentence and a picture; what stood there stands there still unless the sentence says so. */
import type { Rng } from "../../../runtime/tensor/random.ts";
import { generateScene } from "../generate.ts";
import type { Scene } from "../scene.ts";
import { enumerate, nounPhrase, numberWords } from "../words.ts";
import { drawEdit } from "./edit.ts";
import type { EditName } from "./edit-wordings.ts";
import { kindsOf } from "./naming.ts";
import {
  assistant,
  fill,
  image,
  pickWording,
  type Sample,
  type SampleOptions,
  type TurnPiece,
  text,
  thought,
  user,
} from "./sample.ts";

/** What may happen from beat to beat. */
const events: readonly EditName[] = ["add", "move", "recolour", "replace", "resize", "background", "remove"];

const requests = [
  "Tell a story about {who} in {n} pictures.",
  "Tell me a story of {n} pictures with {who}.",
  "Tell a story of {n} pictures about {who}.",
  "I want a story about {who} in {n} pictures.",
  "A story of {n} pictures about {who}.",
  "Please tell a story with {who} in {n} pictures.",
  "A story about {who}, in {n} pictures.",
  "Show a story with {who}, told in {n} pictures.",
  "In {n} pictures, please tell a story about {who}.",
  "Tell, in {n} pictures, a story with {who}.",
  "A story with {who}, please, in {n} pictures.",
] as const;

/** Draws a story of 3 to 5 beats, or null where nothing could happen. */
export function drawStory(rng: Rng, { split, phrasing, canvas }: SampleOptions): Sample | null {
  const beats = 3 + rng.integer(3);
  const first = generateScene(rng, { canvas, split }, rng.pick(["single-object", "two-objects"]));
  const who = enumerate(kindsOf(first).map((kind) => nounPhrase(kind, 1)));
  const scenes: Scene[] = [first];
  const content: TurnPiece[] = [text(`Here ${first.objects.length > 1 ? "are" : "is"} ${who}.\n`), image(first)];
  for (let tries = 0; scenes.length < beats && tries < 24; tries++) {
    const edit = drawEdit(rng, scenes.at(-1) as Scene, rng.pick(events), { split, phrasing: "taught", own: true });
    if (!edit) continue;
    scenes.push(edit.after);
    content.push(thought(`${scenes.length} ${edit.thought}`), text(`Next: ${edit.instruction}.\n`), image(edit.after));
  }
  if (scenes.length < beats) return null;
  const request = fill(pickWording(requests, phrasing, rng), { who, n: numberWords[beats] ?? "five" });
  return {
    ability: "story",
    category: `${beats} beats`,
    turns: [user(text(request)), assistant(...content)],
    answer: { type: "scenes", scenes },
  };
}

/** A sample of any ability, drawn from one random stream. */
import type { Rng } from "../../../runtime/tensor/random.ts";
import { state } from "../caption.ts";
import { describe } from "../describe.ts";
import { generateScene } from "../generate.ts";
import { inReadingOrder } from "../scene.ts";
import { drawQuestion, type Question, questions } from "./ask.ts";
import { clips, drawClip } from "./clip.ts";
import { drawEdit } from "./edit.ts";
import { type EditName, edits } from "./edit-wordings.ts";
import { drawInContext, rules } from "./in-context.ts";
import { drawRiddle, riddles } from "./riddle.ts";
import { type Ability, assistant, image, type Sample, type SampleOptions, text, thought, user } from "./sample.ts";
import { drawStory } from "./story.ts";
import { drawSubject } from "./subject.ts";
import { tally } from "./thought.ts";

export const drawSample = (rng: Rng, ability: Ability, options: SampleOptions): Sample =>
  drawUntil(() => makers[ability](rng, options));

/** Draws until there is one: some scenes allow no edit of a sort, some stories end early. */
export function drawUntil(draw: () => Sample | null): Sample {
  for (;;) {
    const sample = draw();
    if (sample) return sample;
  }
}

/** The question that asks for a caption. */
export const CAPTION_QUESTION = "Describe this picture.";

const makers: { readonly [A in Ability]: (rng: Rng, options: SampleOptions) => Sample | null } = {
  draw: (rng, { split, canvas }) => {
    const scene = generateScene(rng, { canvas, split });
    const turns = [user(text(state(scene, rng).text)), assistant(image(scene))];
    return { ability: "draw", category: "scene", turns, answer: { type: "scenes", scenes: [scene] } };
  },
  describe: (rng, { split, canvas }) => {
    const scene = generateScene(rng, { canvas, split });
    const answer = describe(scene);
    const turns = [user(image(scene), text(CAPTION_QUESTION)), assistant(thought(tally(scene)), text(answer))];
    return { ability: "describe", category: "caption", turns, answer: { type: "text", text: answer } };
  },
  ask: (rng, options) => drawAsking(rng, options, 1),
  edit: (rng, options) => drawEditing(rng, options, rng.uniform() < 0.75 ? 1 : 2),
  subject: drawSubject,
  "in-context": (rng, options) => drawInContext(rng, rng.pick(rules), options),
  story: drawStory,
  clip: (rng, options) => drawClip(rng, rng.pick(clips), options),
  riddle: (rng, options) => drawRiddle(rng, rng.pick(riddles), options),
};

/** A picture and so many questions about it, one after the other. */
export function drawAsking(rng: Rng, { split, phrasing, canvas }: SampleOptions, count: number): Sample | null {
  const scene = generateScene(rng, { canvas, split });
  const turns = [];
  let last: Question | null = null;
  for (let i = 0; i < count; i++) {
    last = drawQuestion(rng, scene, rng.pick(questions), phrasing);
    if (!last) return null;
    const shown = i === 0 ? [image(scene)] : [];
    turns.push(user(...shown, text(last.question)), assistant(thought(last.thought), text(last.answer)));
  }
  return last && { ability: "ask", category: last.name, turns, answer: { type: "text", text: last.answer } };
}

/** A picture and `steps` instructions one after the other, each answered by the picture after it. */
export function drawEditing(
  rng: Rng,
  { split, phrasing, canvas }: SampleOptions,
  steps: number,
  name?: EditName,
): Sample | null {
  const first = inReadingOrder(generateScene(rng, { canvas, split }));
  const turns = [];
  const names: EditName[] = [];
  let scene = first;
  for (let step = 0; step < steps; step++) {
    const edit = drawEdit(rng, scene, name ?? rng.pick(edits), { split, phrasing });
    if (!edit) return null;
    const shown = step === 0 ? [image(first)] : [];
    const answer = assistant(thought(edit.thought), image(edit.after));
    turns.push(user(...shown, text(`${edit.instruction}.`)), answer);
    names.push(edit.name);
    scene = edit.after;
  }
  const category = names.length === 1 ? (names[0] as EditName) : `${names.length} steps`;
  return { ability: "edit", category, turns, answer: { type: "scenes", scenes: [scene] } };
}

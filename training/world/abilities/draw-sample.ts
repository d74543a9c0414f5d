/** A sample of any ability, drawn from one random stream. */
import type { Rng } from "../../../runtime/tensor/random.ts";
import { state } from "../caption.ts";
import { describe } from "../describe.ts";
import { generateScene } from "../generate.ts";
import { inReadingOrder } from "../scene.ts";
import { drawQuestion, questions } from "./ask.ts";
import { clips, drawClip } from "./clip.ts";
import { drawEdit, type EditName, edits } from "./edit.ts";
import { drawInContext, rules } from "./in-context.ts";
import { drawRiddle, riddles } from "./riddle.ts";
import { type Ability, assistant, image, type Sample, type SampleOptions, text, thought, user } from "./sample.ts";
import { drawStory } from "./story.ts";
import { drawSubject } from "./subject.ts";

/** Draws until there is one: some scenes allow no edit of a sort, some stories end early. */
export function drawSample(rng: Rng, ability: Ability, options: SampleOptions): Sample {
  for (;;) {
    const sample = makers[ability](rng, options);
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
    const turns = [user(image(scene), text(CAPTION_QUESTION)), assistant(thought(""), text(answer))];
    return { ability: "describe", category: "caption", turns, answer: { type: "text", text: answer } };
  },
  ask: (rng, { split, phrasing, canvas }) => {
    const scene = generateScene(rng, { canvas, split });
    const drawn = drawQuestion(rng, scene, rng.pick(questions), phrasing);
    if (!drawn) return null;
    const turns = [user(image(scene), text(drawn.question)), assistant(thought(drawn.thought), text(drawn.answer))];
    return { ability: "ask", category: drawn.name, turns, answer: { type: "text", text: drawn.answer } };
  },
  edit: (rng, options) => drawEditing(rng, options, rng.uniform() < 0.75 ? 1 : 2),
  subject: drawSubject,
  "in-context": (rng, options) => drawInContext(rng, rng.pick(rules), options),
  story: drawStory,
  clip: (rng, options) => drawClip(rng, rng.pick(clips), options),
  riddle: (rng, options) => drawRiddle(rng, rng.pick(riddles), options),
};

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
    const edit = drawEdit(rng, scene, name ?? rng.pick(edits), split, phrasing);
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

/** An object shown in a picture, to be drawn in another scene. */
import type { Rng } from "../../../runtime/tensor/random.ts";
import { generateScene } from "../generate.ts";
import { backgroundNames, contrasts } from "../kinds.ts";
import type { Scene } from "../scene.ts";
import { backgrounds } from "../vocabulary.ts";
import { nounPhrase } from "../words.ts";
import { freePlaces, newKind, withObjects } from "./place.ts";
import { assistant, fill, image, pickWording, type Sample, type SampleOptions, text, thought, user } from "./sample.ts";
import { about } from "./thought.ts";

const requests = [
  "Draw this with {other} on a {color} background.",
  "The same one beside {other} on a {color} background.",
  "Show this with {other} on a {color} background.",
  "Draw the same one with {other} on a {color} background.",
  "Put this into a picture with {other} on a {color} background.",
] as const;

/** Draws a subject and the scene that it is wanted in, or null where they do not go together. */
export function drawSubject(rng: Rng, { split, phrasing, canvas }: SampleOptions): Sample | null {
  const shown = generateScene(rng, { canvas, split }, "single-object");
  const kind = shown.objects[0]?.kind;
  const other = newKind(rng, shown);
  if (!kind || !other) return null;
  const background = rng.pick(backgroundNames.filter((name) => contrasts(kind, name) && contrasts(other, name)));
  const empty: Scene = { ...shown, background, objects: [] };
  const first = rng.pick(freePlaces(empty, kind, 1));
  const scene = withObjects(empty, [first, rng.pick(freePlaces(empty, other, 1, [first]))], split);
  if (!scene) return null;
  const words = { other: nounPhrase(other, 1), color: backgrounds[background].words };
  return {
    ability: "subject",
    category: "two objects",
    turns: [
      user(image(shown), text(fill(pickWording(requests, phrasing, rng), words))),
      assistant(thought(about(shown.objects)), image(scene)),
    ],
    answer: { type: "scenes", scenes: [scene] },
  };
}

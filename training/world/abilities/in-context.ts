/** A rule shown by pairs of pictures, before and after; then a picture that it is to be applied to. */
import type { Rng } from "../../../runtime/tensor/random.ts";
import { generateScene } from "../generate.ts";
import type { Split } from "../held-out.ts";
import { backgroundNames, colorNames, type Kind } from "../kinds.ts";
import { kindWords } from "../plan.ts";
import { groups, inReadingOrder, type Scene } from "../scene.ts";
import { backgrounds, type Canvas } from "../vocabulary.ts";
import { newKind, withObjects } from "./place.ts";
import {
  assistant,
  image,
  type Piece,
  pickWording,
  type Sample,
  type SampleOptions,
  text,
  thought,
  user,
} from "./sample.ts";
import { change } from "./thought.ts";

export const rules = ["color", "background", "kind"] as const;
export type RuleName = (typeof rules)[number];

const arrows = [" becomes ", " turns into ", " changes to ", " gives ", " is then ", " leads to "] as const;

/** A picture and what a rule makes of it, with the line that tells; null where it does not fit the rule. */
export function drawPair(rng: Rng, name: RuleName, { split, canvas }: Pick<SampleOptions, "split" | "canvas">) {
  const rule = makers[name](rng, canvas, split);
  const before = sceneFor(rng, name, canvas, split);
  const after = rule?.apply(before);
  return rule && after ? { before, after, thought: told(rule, before, after) } : null;
}

/** Draws a rule with one or two pairs, or null where a scene does not fit it. */
export function drawInContext(rng: Rng, name: RuleName, { split, phrasing, canvas }: SampleOptions): Sample | null {
  const rule = makers[name](rng, canvas, split);
  if (!rule) return null;
  const pairs = 1 + rng.integer(2);
  const becomes = text(pickWording(arrows, phrasing, rng));
  const content: Piece[] = [];
  for (let i = 0; i <= pairs; i++) {
    const before = sceneFor(rng, name, canvas, split);
    const after = rule.apply(before);
    if (!after) return null;
    content.push(image(before), becomes);
    if (i === pairs) {
      const turns = [user(...content), assistant(thought(told(rule, before, after)), image(after))];
      return { ability: "in-context", category: name, turns, answer: { type: "scenes", scenes: [after] } };
    }
    content.push(image(after), text(". "));
  }
  return null;
}

const sceneFor = (rng: Rng, name: RuleName, canvas: Canvas, split: Split): Scene =>
  inReadingOrder(
    generateScene(rng, { canvas, split }, name === "color" ? "colors" : rng.pick(["single-object", "colors"])),
  );

const told = (rule: Rule, before: Scene, after: Scene): string => `${rule.words} ${change(before, after)}`;

interface Rule {
  /** What it makes of things: "star red", "blue". */
  readonly words: string;
  readonly apply: (scene: Scene) => Scene | null;
}

const makers: { readonly [R in RuleName]: (rng: Rng, canvas: Canvas, split: Split) => Rule | null } = {
  color: (rng, _, split) => {
    const color = rng.pick(colorNames);
    const apply = (scene: Scene) => {
      const kind = groups(scene)[0]?.kind;
      return kind?.type === "shape" && kind.color !== color ? withKind(scene, { ...kind, color }, split) : null;
    };
    return { words: color, apply };
  },
  background: (rng) => {
    const background = rng.pick(backgroundNames);
    const apply = (scene: Scene) =>
      scene.background === background ? null : withObjects({ ...scene, background }, scene.objects, "held-out");
    return { words: `on ${backgrounds[background].words}`, apply };
  },
  kind: (rng, canvas, split) => {
    const kind = newKind(rng, generateScene(rng, { canvas, split }, "single-object"));
    return kind ? { words: kindWords(kind), apply: (scene) => withKind(scene, kind, split) } : null;
  },
};

const withKind = (scene: Scene, kind: Kind, split: Split): Scene | null =>
  withObjects(
    scene,
    scene.objects.map((object) => ({ ...object, kind })),
    split,
  );

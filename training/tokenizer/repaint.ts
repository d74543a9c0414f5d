/**
 * Pictures in pairs that the tokenizer decodes with a part of each other's codes, so that outlines carry no colours and
 * colours no outlines. One pair is a scene painted twice, each time on a background and in colours of its own: outlines
 * change hands. The next is painted in the same colours, but with other drawings: colours change hands. Most shapes
 * have a named colour, the others any colour.
 */
import { createRng, type Rng } from "../../runtime/tensor/index.ts";
import { isHeldOutKind, isHeldOutPair } from "../world/held-out.ts";
import type { Image } from "../world/image.ts";
import { backgroundNames, colorNames, contrasts, type Kind, kindIndex } from "../world/kinds.ts";
import { blend, plain } from "../world/render.ts";
import { boxOf, type Scene, type SceneObject } from "../world/scene.ts";
import type { Sprite, Sprites } from "../world/sprites.ts";
import { type Background, backgrounds, colors, emoji, type Rgb, type Shape, shapes } from "../world/vocabulary.ts";

/** Least distance (0–441) of a free colour to the background. */
const CONTRAST = 80;
/** Least distance of a free colour to each colour that is held out for the shape. */
const HELD_OUT = 40;
const TRIES = 20;

/** What pictures are painted with. */
export interface Brush {
  readonly sprites: Sprites;
  /** Share of shapes with a named colour, 0 … 1. */
  readonly named: number;
}

/** A picture, and the scene that says what covers which cell; colours of its shapes mean nothing. */
export interface Painting {
  readonly image: Image;
  readonly scene: Scene;
  /** Colour of each object of the scene; null of an emoji. */
  readonly inks: readonly (Rgb | null)[];
}

/** Two paintings of each scene, pairs one after the other: even pairs exchange outlines, odd ones colours. */
export const repaintedPairs = (
  scenes: readonly Scene[],
  brush: Brush,
  seed: number,
  ...path: readonly (string | number)[]
): readonly Painting[] =>
  scenes.flatMap((scene, i) => {
    const rng = createRng(seed, ...path, "repaint", i);
    return i % 2 === 0 ? recoloured(scene, brush, rng) : reshaped(scene, brush, rng);
  });

/** The scene twice, in other colours on other backgrounds. */
function recoloured(scene: Scene, brush: Brush, rng: Rng): readonly Painting[] {
  return [0, 1].map(() => {
    const background = suitedBackground(scene, rng);
    const inks = inksFor(scene, ({ kind }) => (kind.type === "shape" ? [kind.shape] : []), background, brush, rng);
    return paint({ ...scene, background }, inks, brush);
  });
}

/** The scene, and the same with other drawings in the places and colours of its own. */
function reshaped(scene: Scene, brush: Brush, rng: Rng): readonly Painting[] {
  const background = suitedBackground(scene, rng);
  const others = otherKinds(scene, background, rng);
  const otherOf = ({ kind }: SceneObject) => others.get(kindIndex(kind)) as Kind;
  const both = (object: SceneObject) =>
    [object.kind, otherOf(object)].flatMap((kind) => (kind.type === "shape" ? [kind.shape] : []));
  const inks = inksFor(scene, both, background, brush, rng);
  const changed = scene.objects.map((object): SceneObject => ({ ...object, kind: otherOf(object) }));
  return [scene.objects, changed].map((objects) => paint({ ...scene, background, objects }, inks, brush));
}

/** Another drawing for each kind of the scene, such that they may stand together; the same where none is found. */
function otherKinds({ objects }: Scene, background: Background, rng: Rng): ReadonlyMap<number, Kind> {
  const kinds = [...new Map(objects.map(({ kind }) => [kindIndex(kind), kind])).values()];
  for (let tries = 0; tries < TRIES; tries++) {
    const drawn = kinds.map(
      (kind): Kind =>
        kind.type === "shape" ? { ...kind, shape: rng.pick(shapes) } : { type: "emoji", emoji: rng.pick(emoji).name },
    );
    const apart = drawn.every((a, i) => !drawn.slice(i + 1).some((b) => isHeldOutPair(a, b)));
    if (apart && drawn.every((kind) => contrasts(kind, background)))
      return new Map(kinds.map((kind, i) => [kindIndex(kind), drawn[i] as Kind]));
  }
  return new Map(kinds.map((kind) => [kindIndex(kind), kind]));
}

const suitedBackground = ({ objects }: Scene, rng: Rng): Background =>
  rng.pick(backgroundNames.filter((name) => objects.every(({ kind }) => contrasts(kind, name))));

/** A colour for each object of the scene, one for each kind, which all shapes that it will be painted as may have. */
function inksFor(
  { objects }: Scene,
  shapesOf: (object: SceneObject) => readonly Shape[],
  background: Background,
  brush: Brush,
  rng: Rng,
): readonly Rgb[] {
  const inks = new Map<number, Rgb>();
  return objects.map((object) => {
    const key = kindIndex(object.kind);
    const ink = inks.get(key) ?? drawInk(shapesOf(object), background, brush, rng);
    inks.set(key, ink);
    return ink;
  });
}

function drawInk(owners: readonly Shape[], background: Background, { named: share }: Brush, rng: Rng): Rgb {
  const heldOut = colorNames.filter((color) => owners.some((shape) => isHeldOutKind({ type: "shape", shape, color })));
  const named = colorNames.filter((color) => !heldOut.includes(color));
  if (rng.uniform() < share) return colors[rng.pick(named)];
  for (;;) {
    const ink: Rgb = [rng.integer(256), rng.integer(256), rng.integer(256)];
    const clear = distance(ink, backgrounds[background].rgb) >= CONTRAST;
    if (clear && heldOut.every((color) => distance(ink, colors[color]) >= HELD_OUT)) return ink;
  }
}

const distance = (a: Rgb, b: Rgb): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

function paint(scene: Scene, inks: readonly Rgb[], { sprites }: Brush): Painting {
  const { height, width, background, objects } = scene;
  const image = { height, width, data: plain(height * width, backgrounds[background].rgb) };
  for (const [i, object] of objects.entries()) {
    const { top, left } = boxOf(object);
    const sprite = sprites.get(object.kind, object.size);
    blend(image, object.kind.type === "shape" ? tinted(sprite, inks[i] as Rgb) : sprite, top, left);
  }
  return { image, scene, inks: objects.map(({ kind }, i) => (kind.type === "shape" ? (inks[i] as Rgb) : null)) };
}

/** A shape's sprite in one colour. */
function tinted({ side, data }: Sprite, ink: Rgb): Sprite {
  const out = Uint8Array.from(data);
  for (let i = 0; i < out.length; i += 4) out.set(ink, i);
  return { side, data: out };
}

/** What is seen in a picture, put on the lattice of the world. */
import type { Image } from "../../world/image.ts";
import { sameKind } from "../../world/kinds.ts";
import { type Box, boxOf, type Scene, type SceneObject, type Size } from "../../world/scene.ts";
import type { Sprites } from "../../world/sprites.ts";
import { type Background, backgrounds, cellSide } from "../../world/vocabulary.ts";
import { type Detection, detect } from "../detect.ts";
import { borderColor } from "../pixels.ts";
import type { Templates } from "../templates.ts";

/** The drawings that judges compare with. */
export interface Drawings {
  /** From `loadTemplates`: to find objects. */
  readonly templates: Templates;
  /** From `loadSprites`: to draw what should be there. */
  readonly sprites: Sprites;
}

export interface Seen {
  readonly image: Image;
  readonly detections: readonly Detection[];
  /** The nearest that the world has. */
  readonly background: Background;
}

export const see = (image: Image, { templates }: Drawings): Seen => ({
  image,
  detections: detect(image, templates),
  background: nearestBackground(image),
});

function nearestBackground(image: Image): Background {
  const color = borderColor(image);
  const far = (name: Background) =>
    backgrounds[name].rgb.reduce((sum, value, c) => sum + (value - (color[c] as number)) ** 2, 0);
  return (Object.keys(backgrounds) as Background[]).reduce((best, name) => (far(name) < far(best) ? name : best));
}

/** Sides of visible boxes fall short of their cells by up to a third of a cell. */
const MARGIN = 0.25;

/** The size of an object by its visible box. */
export const sizeOfBox = ({ height, width }: Box): Size =>
  Math.min(4, Math.max(1, Math.ceil(Math.max(height, width) / cellSide - MARGIN))) as Size;

/** What was seen as a scene: each object at the lattice place nearest to where it is. */
export function sceneOf({ image: { height, width }, detections, background }: Seen): Scene {
  const objects = detections.map(({ kind, box }): SceneObject => {
    const size = sizeOfBox(box);
    const place = (start: number, length: number, total: number) =>
      Math.min(total / cellSide - size, Math.max(0, Math.round((start + length / 2) / cellSide - size / 2)));
    return {
      kind,
      size,
      row: place(box.top, box.height, height),
      column: place(box.left, box.width, width),
    };
  });
  return { height, width, background, objects };
}

/** True when the box's centre is less than half a cell from the object's, along both axes. */
export function standsAt(box: Box, object: SceneObject): boolean {
  const own = boxOf(object);
  const dy = box.top + box.height / 2 - own.top - own.height / 2;
  const dx = box.left + box.width / 2 - own.left - own.width / 2;
  return Math.max(Math.abs(dx), Math.abs(dy)) < cellSide / 2;
}

/** The detection of an object's kind at its place, if any. */
export const findAt = ({ detections }: Seen, object: SceneObject): Detection | undefined =>
  detections.find(({ kind, box }) => sameKind(kind, object.kind) && standsAt(box, object));

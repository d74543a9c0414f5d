import { type Kind, kinds } from "../world/kinds.ts";
import type { Box } from "../world/scene.ts";
import { drawAll, type Sprite } from "../world/sprites.ts";
import type { Rgb } from "../world/vocabulary.ts";
import { soften } from "./pixels.ts";

/** A drawing to compare with, softened like the picture. */
export interface Template {
  readonly side: number;
  /** Red, green, blue (0–255) times coverage, then coverage (0–1). [side · side · 4] */
  readonly data: Float32Array;
}

export interface Templates {
  readonly kinds: readonly Kind[];
  /** Sides in px, ascending. */
  readonly sides: readonly number[];
  /** The template of kind number `kind` at `sides[level]`. */
  readonly get: (kind: number, level: number) => Template;
  /**
   * For each kind, where it differs from a plain background by more than `threshold` (0–441), as shares of its side;
   * null where it does not.
   */
  readonly visible: (background: Rgb, threshold: number) => readonly (Box | null)[];
}

/** Neighbours differ by at most a sixth, so an object of any size is within two pixels of one. */
const sides = [12, 14, 16, 18, 21, 24, 28, 32, 36, 40, 44, 48, 54, 60, 64] as const;
const reference = sides.indexOf(32);
/** Backgrounds are told apart in steps of so much when visible boxes are kept. */
const step = 8;

/** Draws every kind at many sizes. About half a second: call once and pass the result on. */
export async function loadTemplates(): Promise<Templates> {
  const levels = await Promise.all(sides.map(async (side) => (await drawAll(kinds, side)).map(toTemplate)));
  const kept = new Map<string, readonly (Box | null)[]>();
  return {
    kinds,
    sides,
    get: (kind, level) => (levels[level] as Template[])[kind] as Template,
    visible: (background, threshold) => {
      const [red, green, blue] = background.map((value) => Math.round(value / step) * step) as [number, number, number];
      const key = `${red},${green},${blue}/${threshold}`;
      const found = kept.get(key);
      if (found) return found;
      const boxes = (levels[reference] as Template[]).map((template) =>
        visibleBox(template, [red, green, blue], threshold),
      );
      kept.set(key, boxes);
      return boxes;
    },
  };
}

function toTemplate({ side, data }: Sprite): Template {
  const premultiplied = new Float32Array(side * side * 4);
  for (let i = 0; i < premultiplied.length; i += 4) {
    const cover = (data[i + 3] as number) / 255;
    for (let c = 0; c < 3; c++) premultiplied[i + c] = (data[i + c] as number) * cover;
    premultiplied[i + 3] = cover;
  }
  return { side, data: soften(premultiplied, side, side, 4) };
}

function visibleBox({ side, data }: Template, background: Rgb, threshold: number): Box | null {
  let [top, left, bottom, right] = [side, side, 0, 0];
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const i = (y * side + x) * 4;
      const cover = data[i + 3] as number;
      let sum = 0;
      for (let c = 0; c < 3; c++) sum += ((data[i + c] as number) - cover * (background[c] as number)) ** 2;
      if (sum <= threshold ** 2) continue;
      top = Math.min(top, y);
      bottom = Math.max(bottom, y + 1);
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
    }
  }
  if (bottom === 0) return null;
  return { top: top / side, left: left / side, height: (bottom - top) / side, width: (right - left) / side };
}

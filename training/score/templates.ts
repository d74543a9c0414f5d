import { type Kind, kinds } from "../world/kinds.ts";
import type { Box } from "../world/scene.ts";
import { drawAll, type Sprite } from "../world/sprites.ts";
import type { Rgb } from "../world/vocabulary.ts";

/** A drawing to compare with: colour times coverage and coverage itself, softened like the picture. */
export interface Template {
  readonly side: number;
  /** 0–255, side × side × 3, premultiplied. */
  readonly color: Float32Array;
  /** Coverage 0–1, side × side. */
  readonly alpha: Float32Array;
}

export interface Templates {
  readonly kinds: readonly Kind[];
  /** Sides in px, ascending. */
  readonly sides: readonly number[];
  /** The template of kind number `kind` at `sides[level]`. */
  readonly get: (kind: number, level: number) => Template;
}

/** About 6–20 % apart: an object of any size is within a pixel or two of one. */
const sides = [12, 14, 16, 18, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60, 64, 72, 80];

/** Draws every kind at many sizes. About half a second: call once and pass the result on. */
export async function loadTemplates(): Promise<Templates> {
  const levels: Template[][] = [];
  for (const side of sides) levels.push((await drawAll(kinds, side)).map(toTemplate));
  return { kinds, sides, get: (kind, level) => (levels[level] as Template[])[kind] as Template };
}

/** Where the template differs from a plain background by more than `threshold`, as shares of its side; null: nowhere. */
export function visibleBox({ side, color, alpha }: Template, background: Rgb, threshold: number): Box | null {
  let [top, left, bottom, right] = [side, side, 0, 0];
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const i = y * side + x;
      let sum = 0;
      for (let c = 0; c < 3; c++) {
        sum += ((color[i * 3 + c] as number) - (alpha[i] as number) * (background[c] as number)) ** 2;
      }
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

function toTemplate({ side, data }: Sprite): Template {
  const count = side * side;
  const planes = [new Float32Array(count), new Float32Array(count), new Float32Array(count)] as const;
  const alpha = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const coverage = (data[i * 4 + 3] as number) / 255;
    alpha[i] = coverage;
    for (const [c, plane] of planes.entries()) plane[i] = (data[i * 4 + c] as number) * coverage;
  }
  const soft = planes.map((plane) => softenPlane(plane, side));
  const color = Float32Array.from({ length: count * 3 }, (_, i) => soft[i % 3]?.[Math.floor(i / 3)] as number);
  return { side, color, alpha: softenPlane(alpha, side) };
}

/** The 3×3 binomial blur of `soften`; nothing lies outside. */
function softenPlane(plane: Float32Array, side: number): Float32Array {
  const get = (y: number, x: number) =>
    y < 0 || x < 0 || y >= side || x >= side ? 0 : (plane[y * side + x] as number);
  const row = (y: number, x: number) => get(y, x - 1) + 2 * get(y, x) + get(y, x + 1);
  return plane.map((_, i) => {
    const [y, x] = [Math.floor(i / side), i % side];
    return (row(y - 1, x) + 2 * row(y, x) + row(y + 1, x)) / 16;
  });
}

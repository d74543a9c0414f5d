import sharp from "sharp";
import { drawing } from "./drawings.ts";
import { type Kind, kindIndex, kinds } from "./kinds.ts";
import type { Size } from "./scene.ts";
import { cellSide } from "./vocabulary.ts";

/** A drawing with straight alpha: `data` holds side × side × 4 bytes. */
export interface Sprite {
  readonly side: number;
  readonly data: Uint8Array;
}

/** All kinds at all sizes. */
export interface Sprites {
  /** The sprite of a box of `size` lattice cells. */
  readonly get: (kind: Kind, size: Size) => Sprite;
}

const sizes = [1, 2, 3, 4] as const satisfies readonly Size[];
/** Empty rim on each edge as a share of the side: 1 px at 16 px, so that neighbours never touch. */
const margin = 1 / 16;

/** Draws every kind at every size. About 0.2 s: call once and pass the result on. */
export async function loadSprites(): Promise<Sprites> {
  const sheets = await Promise.all(sizes.map((size) => drawAll(kinds, size * cellSide)));
  return { get: (kind, size) => (sheets[size - 1] as Sprite[])[kindIndex(kind)] as Sprite };
}

/** The kinds at one side in px, in order. All are drawn on one strip, which is much faster than one by one. */
export async function drawAll(list: readonly Kind[], side: number): Promise<Sprite[]> {
  const inner = side * (1 - 2 * margin);
  const parts = list.map((kind, i) => drawing(kind, side * margin, i * side + side * margin, inner));
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${side}" height="${side * list.length}">${parts.join("")}</svg>`;
  const strip = await sharp(Buffer.from(svg)).ensureAlpha().raw().toBuffer();
  return list.map((_, i) => ({
    side,
    data: new Uint8Array(strip.subarray(i * side * side * 4, (i + 1) * side * side * 4)),
  }));
}

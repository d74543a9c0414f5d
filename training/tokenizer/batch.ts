import { createRng, f32, type HostTensor, i32 } from "../../runtime/tensor/index.ts";
import { generateScene } from "../world/generate.ts";
import type { Split } from "../world/held-out.ts";
import { cellLabels } from "../world/labels.ts";
import { renderScene } from "../world/render.ts";
import type { Scene } from "../world/scene.ts";
import type { Sprites } from "../world/sprites.ts";
import { type Canvas, canvases } from "../world/vocabulary.ts";

/** `count` scenes of one canvas; `path` names the place in the run, so that every batch is new and repeatable. */
export const drawScenes = (
  count: number,
  canvas: Canvas,
  split: Split,
  seed: number,
  ...path: readonly (string | number)[]
): Scene[] => Array.from({ length: count }, (_, i) => generateScene(createRng(seed, ...path, i), { canvas, split }));

/** The scenes' pixels −1…1 [B, H, W, 3] and the kind that covers each cell, i32 [B·h·w]. */
export function tokenizerBatch(
  scenes: readonly Scene[],
  sprites: Sprites,
): { readonly pixels: HostTensor; readonly labels: HostTensor } {
  const labels = joinArrays(scenes.map(cellLabels), Int32Array);
  return {
    pixels: toPixels(scenes.map((scene) => renderScene(scene, sprites))),
    labels: i32(labels, [labels.length]),
  };
}

interface Pixels {
  readonly height: number;
  readonly width: number;
  /** RGB bytes. */
  readonly data: Uint8Array;
}

/** Images of one size, 0…255 → −1…1 [B, H, W, 3]. */
export function toPixels(images: readonly Pixels[]): HostTensor {
  const { height, width } = images[0] as Pixels;
  const out = new Float32Array(images.length * height * width * 3);
  for (const [i, { data }] of images.entries()) {
    const start = i * height * width * 3;
    for (let j = 0; j < data.length; j++) out[start + j] = (data[j] as number) / 127.5 - 1;
  }
  return f32(out, [images.length, height, width, 3]);
}

/** The pieces one after the other. */
export function joinArrays<T extends Float32Array | Int32Array>(
  pieces: readonly T[],
  make: new (length: number) => T,
): T {
  const out = new make(pieces.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}

/** The canvas of a step: every other one is square. */
export const canvasAt = (step: number): Canvas => (["1:1", "5:3", "1:1", "3:5"] as const)[step % 4] as Canvas;

export const pixelShape = (count: number, canvas: Canvas): readonly number[] => [
  count,
  canvases[canvas].height,
  canvases[canvas].width,
  3,
];

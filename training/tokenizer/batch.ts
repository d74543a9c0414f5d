import { createRng, f32, type HostTensor, i32 } from "../../runtime/tensor/index.ts";
import { generateScene } from "../world/generate.ts";
import type { Split } from "../world/held-out.ts";
import { cellPieces } from "../world/labels.ts";
import { renderScene } from "../world/render.ts";
import type { Scene } from "../world/scene.ts";
import type { Sprites } from "../world/sprites.ts";
import { backgrounds, type Canvas, canvases, cellSide, colors } from "../world/vocabulary.ts";
import { type Brush, type Painting, repaintedPairs } from "./repaint.ts";

/** `count` scenes of one canvas; `path` names the place in the run, so that every batch is new and repeatable. */
export const drawScenes = (
  count: number,
  canvas: Canvas,
  split: Split,
  seed: number,
  ...path: readonly (string | number)[]
): Scene[] => Array.from({ length: count }, (_, i) => generateScene(createRng(seed, ...path, i), { canvas, split }));

/** The scenes' pixels −1…1 [B, H, W, 3] and the piece that each cell shows, i32 [B·h·w]. */
export const tokenizerBatch = (scenes: readonly Scene[], sprites: Sprites): Inputs =>
  labelled(scenes.map((scene) => ({ image: renderScene(scene, sprites), scene, inks: inksOf(scene) })));

/** The same of scenes that are painted twice each in colours of their own (`repaint.ts`): two images a scene. */
export const pairedBatch = (
  scenes: readonly Scene[],
  brush: Brush,
  seed: number,
  ...path: readonly (string | number)[]
): Inputs => labelled(repaintedPairs(scenes, brush, seed, ...path));

interface Inputs {
  readonly pixels: HostTensor;
  readonly labels: HostTensor;
  /** Colour of the shape in each cell, −1…1, then 1; zeros and −1 where there is none: [B·h·w, 4]. */
  readonly inks: HostTensor;
  /** Colour of the background behind each cell, −1…1 [B·h·w, 3]. */
  readonly grounds: HostTensor;
}

function labelled(paintings: readonly Painting[]): Inputs {
  const labels = joinArrays(
    paintings.map(({ scene }) => cellPieces(scene)),
    Int32Array,
  );
  const inks = joinArrays(paintings.map(cellInks), Float32Array);
  const grounds = joinArrays(paintings.map(cellGrounds), Float32Array);
  return {
    pixels: toPixels(paintings.map(({ image }) => image)),
    labels: i32(labels, [labels.length]),
    inks: f32(inks, [labels.length, INK_NUMBERS]),
    grounds: f32(grounds, [labels.length, GROUND_NUMBERS]),
  };
}

/** Numbers that tell a cell's ink. */
export const INK_NUMBERS = 4;

function cellInks({ scene: { height, width, objects }, inks }: Painting): Float32Array {
  const columns = width / cellSide;
  const out = new Float32Array((height / cellSide) * columns * INK_NUMBERS);
  for (let i = 3; i < out.length; i += INK_NUMBERS) out[i] = -1;
  for (const [i, { size, row, column }] of objects.entries()) {
    const ink = inks[i];
    if (!ink) continue;
    for (let y = row; y < row + size; y++)
      for (let x = column; x < column + size; x++)
        out.set([...ink.map((v) => v / 127.5 - 1), 1], (y * columns + x) * INK_NUMBERS);
  }
  return out;
}

/** Numbers that tell the background: red, green, blue. */
export const GROUND_NUMBERS = 3;

function cellGrounds({ scene: { height, width, background } }: Painting): Float32Array {
  const cells = (height / cellSide) * (width / cellSide);
  const rgb = backgrounds[background].rgb.map((v) => v / 127.5 - 1);
  return Float32Array.from({ length: cells * GROUND_NUMBERS }, (_, i) => rgb[i % GROUND_NUMBERS] as number);
}

const inksOf = ({ objects }: Scene) => objects.map(({ kind }) => (kind.type === "shape" ? colors[kind.color] : null));

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
export const canvasAt = (step: number): Canvas =>
  (["1:1", "5:3", "1:1", "1:2", "1:1", "3:5", "1:1", "2:1"] as const)[step % 8] as Canvas;

export const pixelShape = (count: number, canvas: Canvas): readonly number[] => [
  count,
  canvases[canvas].height,
  canvases[canvas].width,
  3,
];

import type { Rng } from "../../tensor/random.ts";

/** Raw pixels a node shows while it works: rows from the top, 3 (RGB) or 4 (RGBA) bytes a pixel. */
export interface PreviewImage {
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  readonly pixels: Uint8Array | Uint8ClampedArray;
}

export interface Logger {
  readonly info: (text: string) => void;
  readonly warn: (text: string) => void;
}

/** Bytes by their content: the same bytes have the same name, everywhere. */
export interface Blobs {
  /** Keeps bytes and returns their name. */
  readonly put: (bytes: Uint8Array) => Promise<string>;
  /** The bytes of that name, or null when they are not kept here. */
  readonly get: (name: string) => Promise<Uint8Array | null>;
}

/** What a node may use of the world around it. */
export interface NodeContext {
  /** Aborted when the run is; whatever takes long must watch it. */
  readonly signal: AbortSignal;
  /** `done` of `total` steps are finished; `label` says what a step is. */
  readonly progress: (done: number, total: number, label?: string) => void;
  /** Tells a number that changes from step to step, to be drawn as a curve; one that is not finite is left out. */
  readonly metric: (name: string, step: number, value: number) => void;
  /** Shows a picture of the work so far. */
  readonly preview: (image: PreviewImage) => void;
  /** Shows a line of text as a result; one that `continues` is put to the end of the line before, as words are written. */
  readonly text: (line: string, options?: { readonly continues?: boolean }) => void;
  /** Tells that a file was finished, by its path. */
  readonly file: (path: string) => void;
  /** Random numbers that follow from `seed` and `path` alone: neither from the order of nodes nor from other draws. */
  readonly rng: (seed: number, ...path: readonly (string | number)[]) => Rng;
  /** Keeps large results beside the values on links. */
  readonly blobs: Blobs;
  /** The graph that runs, as texts for results to carry: `workflow` (the editor's file) and `prompt` (what runs). */
  readonly source: ReadonlyMap<string, string>;
  /** Folder for results; it exists. */
  readonly folder: string;
  /** The device asked for: "auto", "cpu", "webgpu", … */
  readonly device: string;
  readonly logger: Logger;
}

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

/** What a node may use of the world around it. */
export interface NodeContext {
  /** Aborted when the run is; whatever takes long must watch it. */
  readonly signal: AbortSignal;
  /** `done` of `total` steps are finished; `label` says what a step is. */
  readonly progress: (done: number, total: number, label?: string) => void;
  /** Shows a picture of the work so far. */
  readonly preview: (image: PreviewImage) => void;
  /** Shows a line of text as a result. */
  readonly text: (line: string) => void;
  /** Tells that a file was finished, by its path. */
  readonly file: (path: string) => void;
  /** Folder for results; it exists. */
  readonly folder: string;
  /** The device asked for: "auto", "cpu", "webgpu", … */
  readonly device: string;
  readonly log: Logger;
}

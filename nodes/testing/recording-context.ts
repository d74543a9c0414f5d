import { createRng } from "../../runtime/tensor/random.ts";
import { createMemoryBlobs, type NodeContext, type PreviewImage } from "../../runtime/workflow/index.ts";

/** What a node told while it ran, in order. */
export interface Seen {
  /** "3/8 scale". */
  readonly progress: readonly string[];
  /** "name step value". */
  readonly metrics: readonly string[];
  readonly previews: readonly PreviewImage[];
  readonly texts: readonly string[];
  readonly files: readonly string[];
  readonly logs: readonly string[];
}

export interface ContextOptions {
  /** Folder for results. Default the current one. */
  readonly folder?: string;
  /** Default: never aborted. */
  readonly signal?: AbortSignal;
  /** Default "cpu", which gives the same numbers everywhere. */
  readonly device?: string;
}

/** A context for a node that runs alone; it keeps what the node tells. */
export function createRecordingContext({ folder = ".", signal, device = "cpu" }: ContextOptions = {}): {
  readonly ctx: NodeContext;
  readonly seen: Seen;
} {
  const seen = {
    progress: [] as string[],
    metrics: [] as string[],
    previews: [] as PreviewImage[],
    texts: [] as string[],
    files: [] as string[],
    logs: [] as string[],
  };
  const ctx: NodeContext = {
    signal: signal ?? new AbortController().signal,
    progress: (done, total, label = "") => seen.progress.push(`${done}/${total} ${label}`.trimEnd()),
    metric: (name, step, value) => seen.metrics.push(`${name} ${step} ${value}`),
    preview: (image) => seen.previews.push(image),
    text: (line, { continues = false } = {}) => seen.texts.push(continues ? `${seen.texts.pop() ?? ""}${line}` : line),
    file: (path) => seen.files.push(path),
    folder,
    source: new Map(),
    device,
    rng: createRng,
    blobs: createMemoryBlobs(),
    logger: {
      info: (text) => seen.logs.push(text),
      warn: (text) => seen.logs.push(text),
    },
  };
  return { ctx, seen };
}

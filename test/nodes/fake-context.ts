import { createRng } from "../../runtime/tensor/random.ts";
import { createMemoryBlobs, type NodeContext, type PreviewImage } from "../../runtime/workflow/index.ts";

/** A context that keeps what a node tells. */
export function fakeContext({ folder = "." }: { readonly folder?: string } = {}) {
  const seen = {
    progress: [] as string[],
    previews: [] as PreviewImage[],
    texts: [] as string[],
    files: [] as string[],
  };
  const ctx: NodeContext = {
    signal: new AbortController().signal,
    progress: (done, total, label = "") => seen.progress.push(`${done}/${total} ${label}`),
    preview: (image) => seen.previews.push(image),
    text: (line) => seen.texts.push(line),
    file: (path) => seen.files.push(path),
    folder,
    source: new Map(),
    device: "auto",
    rng: createRng,
    blobs: createMemoryBlobs(),
    logger: { info: () => {}, warn: () => {} },
  };
  return { ctx, seen };
}

import type { NamedFile, NodeOutput } from "../../jobs/job.ts";

/** A file as clients name it. */
export interface WireFile {
  readonly filename: string;
  readonly subfolder: string;
  readonly type: string;
}

/** What a node showed, by kind, as `executed` and the history tell it. */
export type WireOutput = Readonly<Record<string, readonly unknown[]>>;

export function wireOutput({ files, texts }: NodeOutput): WireOutput {
  const images = files.filter(({ mediaType }) => mediaType.startsWith("image/"));
  const video = files.filter(({ mediaType }) => mediaType.startsWith("video/"));
  const others = files.filter(({ mediaType }) => !/^(image|video)\//.test(mediaType));
  return {
    ...(images.length > 0 && { images: images.map(wireFile) }),
    ...(video.length > 0 && { video: video.map(wireFile) }),
    ...(others.length > 0 && { files: others.map(wireFile) }),
    ...(texts.length > 0 && { text: texts }),
  };
}

/** What a job showed, by the node of the file; what several nodes of one expansion showed stands together. */
export function wireOutputs(outputs: readonly NodeOutput[]): Readonly<Record<string, WireOutput>> {
  const byNode = new Map<string, WireOutput>();
  for (const output of outputs) {
    const before = byNode.get(output.display) ?? {};
    const now = Object.entries(wireOutput(output)).map(([kind, rows]) => [kind, [...(before[kind] ?? []), ...rows]]);
    byNode.set(output.display, { ...before, ...Object.fromEntries(now) });
  }
  return Object.fromEntries(byNode);
}

/** The output to show for a job: a kept file before a temporary one, a picture or film before other files, then text. */
export function previewOf(outputs: readonly NodeOutput[]): Readonly<Record<string, unknown>> | null {
  const files = outputs.flatMap(({ display, files }) => files.map((file) => ({ file, display })));
  const [best] = files.toSorted((a, b) => rank(a.file) - rank(b.file));
  if (best !== undefined) return { ...wireFile(best.file), nodeId: best.display, mediaType: mediaKind(best.file) };
  const texts = outputs.flatMap(({ display, texts }) => texts.map((content) => ({ content, nodeId: display })));
  return texts[0] === undefined ? null : { ...texts[0], mediaType: "text" };
}

function wireFile({ name, subfolder, folder }: NamedFile): WireFile {
  return { filename: name, subfolder, type: folder };
}

function rank({ folder, mediaType }: NamedFile): number {
  return (/^(image|video)\//.test(mediaType) ? 0 : 2) + (folder === "output" ? 0 : 1);
}

/** The key under which `wireOutput` lists such a file. */
function mediaKind({ mediaType }: NamedFile): string {
  return mediaType.startsWith("image/") ? "images" : mediaType.startsWith("video/") ? "video" : "files";
}

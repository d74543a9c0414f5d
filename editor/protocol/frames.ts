/** What a binary frame of the protocol says. */
export type Frame =
  | { readonly kind: "preview"; readonly image: Blob; readonly node: string | null; readonly job: string | null }
  /** A line that a node writes, or more of the line before. */
  | { readonly kind: "text"; readonly node: string; readonly text: string; readonly continues: boolean };

const PREVIEW = 1;
const TEXT = 3;
const PREVIEW_WITH_METADATA = 4;
const MORE_TEXT = 100;

/** Reads a binary frame; null for one of a kind that is not known, or that ends too early. All numbers are big-endian. */
export function readFrame(buffer: ArrayBuffer): Frame | null {
  const view = new DataView(buffer);
  if (view.byteLength < 8) return null;
  const rest = new Uint8Array(buffer, 8);
  const kind = view.getUint32(0);
  switch (kind) {
    case PREVIEW: {
      const type = view.getUint32(4) === 2 ? "image/png" : "image/jpeg";
      return { kind: "preview", image: new Blob([rest], { type }), node: null, job: null };
    }
    case PREVIEW_WITH_METADATA: {
      const length = view.getUint32(4);
      if (length > rest.length) return null;
      const metadata = parsed(new TextDecoder().decode(rest.subarray(0, length)));
      const type = typeof metadata.image_type === "string" ? metadata.image_type : "image/jpeg";
      const image = new Blob([rest.slice(length)], { type });
      return {
        kind: "preview",
        image,
        node: id(metadata.display_node_id ?? metadata.node_id),
        job: id(metadata.prompt_id),
      };
    }
    case TEXT:
    case MORE_TEXT: {
      const length = view.getUint32(4);
      if (length > rest.length) return null;
      const decoder = new TextDecoder();
      return {
        kind: "text",
        node: decoder.decode(rest.subarray(0, length)),
        text: decoder.decode(rest.subarray(length)),
        continues: kind === MORE_TEXT,
      };
    }
    default:
      return null;
  }
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}

function id(value: unknown): string | null {
  return typeof value === "string" || typeof value === "number" ? String(value) : null;
}

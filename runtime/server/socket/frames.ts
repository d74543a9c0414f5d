/** Binary frames of the protocol; all numbers are 32-bit big-endian. */
const PREVIEW = 1;
const TEXT = 3;
const PREVIEW_WITH_METADATA = 4;
/** Ours, far from the numbers that the protocol may come to use. */
const MORE_TEXT = 100;
const IMAGE_TYPE: { readonly [M in PreviewType]: number } = { "image/jpeg": 1, "image/png": 2 };

export type PreviewType = "image/jpeg" | "image/png";

/** A preview for clients that know no other frame: the picture alone. */
export function previewFrame(mediaType: PreviewType, image: Uint8Array): Uint8Array {
  return joined([number(PREVIEW), number(IMAGE_TYPE[mediaType]), image]);
}

/** A preview that says which node of which job it belongs to. */
export function previewFrameWith(metadata: Readonly<Record<string, unknown>>, image: Uint8Array): Uint8Array {
  const text = Buffer.from(JSON.stringify(metadata));
  return joined([number(PREVIEW_WITH_METADATA), number(text.byteLength), text, image]);
}

/** A line of text that a node writes, or with `continues` more of the line before. */
export function textFrame(node: string, text: string, continues: boolean): Uint8Array {
  const id = Buffer.from(node);
  return joined([number(continues ? MORE_TEXT : TEXT), number(id.byteLength), id, Buffer.from(text)]);
}

function number(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(parts);
}

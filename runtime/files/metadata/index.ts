import { metadataErrors } from "../errors.ts";
import type { Metadata } from "./bytes.ts";
import { isMp4, readMp4, writeMp4 } from "./mp4.ts";
import { isPng, readPng, writePng } from "./png.ts";
import { isWebp, readWebp, writeWebp } from "./webp.ts";

export type { Metadata } from "./bytes.ts";

interface Container {
  readonly is: (bytes: Uint8Array) => boolean;
  readonly read: (bytes: Uint8Array) => Metadata;
  readonly write: (bytes: Uint8Array, texts: Metadata) => Uint8Array;
}

/** Files that carry text beside their pixels. */
const containers: readonly Container[] = [
  { is: isPng, read: readPng, write: writePng },
  { is: isWebp, read: readWebp, write: writeWebp },
  { is: isMp4, read: readMp4, write: writeMp4 },
];

/**
 * The texts that a PNG, WebP or MP4 file carries, by key; null when it is none of them.
 * Throws METADATA_DAMAGED, METADATA_TOO_MUCH.
 */
export function readMetadata(bytes: Uint8Array): Metadata | null {
  return containers.find(({ is }) => is(bytes))?.read(bytes) ?? null;
}

/** The same file with these texts. Pixels and other texts stay. Throws METADATA_NO_CONTAINER, METADATA_DAMAGED. */
export function writeMetadata(bytes: Uint8Array, texts: Metadata): Uint8Array {
  const container = containers.find(({ is }) => is(bytes));
  if (container === undefined) throw metadataErrors.NO_CONTAINER(undefined);
  return container.write(bytes, texts);
}

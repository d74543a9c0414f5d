import type { BlobStat } from "../../jobs/blob-store.ts";
import type { FilePlace, FileRow } from "../../jobs/file-table.ts";
import type { Services } from "../services.ts";
import { mediaTypeOf, PICTURES } from "./media-type.ts";
import { pictureSize } from "./picture.ts";
import type { Upload } from "./receive-upload.ts";

/** Makes the blob of an upload whose type is known, and says what the blob is. */
export type Make = (mediaType: string) => Promise<{ readonly blob: BlobStat; readonly mediaType: string }>;

export interface Keeping {
  readonly place: FilePlace;
  readonly taken: "number" | "replace";
  readonly make: Make;
}

/**
 * Gives an upload its name; a picture is looked at before anything is kept. Rejects with SERVER_BAD_PICTURE,
 * SERVER_PICTURE_TOO_LARGE, and what `make` rejects with.
 */
export async function keepUpload(
  { path }: Pick<Upload, "path">,
  { place, taken, make }: Keeping,
  { files, limits }: Services,
): Promise<FileRow> {
  const mediaType = await mediaTypeOf(path, place.name);
  if (PICTURES.has(mediaType)) await pictureSize(path, place.name, limits);
  const made = await make(mediaType);
  const named = { ...place, blob: made.blob.hash, bytes: made.blob.bytes, mediaType: made.mediaType };
  return files.add(named, taken);
}

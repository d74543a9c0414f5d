import { NextscaleError } from "../../errors.ts";
import { readSafetensorsLayout } from "../../files/read-safetensors.ts";
import { renderPicture } from "../files/picture.ts";
import type { Limits } from "../services.ts";
import { entryOf } from "../userdata/list-folder.ts";

const PICTURES = [".preview.png", ".png", ".webp", ".jpg", ".jpeg", "/preview.png", "/preview.webp", "/preview.jpg"];
const WEBP = { preview: { format: "webp", quality: 85 }, channel: "rgba" } as const;

/**
 * A picture of what a model makes, as WebP: the file beside it, or the thumbnail that its header carries; null without.
 * Rejects with SERVER_BAD_PICTURE, SERVER_PICTURE_TOO_LARGE, FILE_*.
 */
export async function modelPreview(path: string, name: string, limits: Limits): Promise<Uint8Array | null> {
  const stem = path.replace(/\.\w+$/, "");
  for (const ending of PICTURES) {
    for (const file of new Set([`${stem}${ending}`, `${path}${ending}`])) {
      const entry = await entryOf(file, name);
      if (entry !== null && !entry.isFolder) return renderPicture(file, name, WEBP, limits);
    }
  }
  const thumbnail = (await modelMetadata(path, name))?.["modelspec.thumbnail"];
  const encoded = /^data:image\/(?:png|jpeg|webp);base64,(.+)$/s.exec(thumbnail ?? "")?.[1];
  return encoded === undefined ? null : renderPicture(Buffer.from(encoded, "base64"), name, WEBP, limits);
}

/** What the header of a safetensors file says of it; null when there is no such file, or it is none. */
export async function modelMetadata(path: string, name: string): Promise<Readonly<Record<string, string>> | null> {
  const entry = await entryOf(path, name);
  if (entry === null || entry.isFolder || !path.endsWith(".safetensors")) return null;
  return readSafetensorsLayout(path).then(
    ({ metadata }) => metadata,
    (error: unknown) => {
      if (error instanceof NextscaleError) return null;
      throw error;
    },
  );
}

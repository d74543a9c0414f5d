import sharp from "sharp";
import { serverErrors } from "../errors.ts";
import type { Limits } from "../services.ts";

export interface PictureSize {
  readonly width: number;
  readonly height: number;
  readonly frames: number;
}

/**
 * The size of a picture in pixels, read from its head: nothing is decoded before it is known to fit.
 * @throws SERVER_BAD_PICTURE, SERVER_PICTURE_TOO_LARGE
 */
export async function pictureSize(
  source: string | Uint8Array,
  name: string,
  { pixels, frames }: Limits,
): Promise<PictureSize> {
  const {
    width,
    height,
    pages = 1,
  } = await sharp(source, { limitInputPixels: false })
    .metadata()
    .catch((cause: unknown) => {
      throw serverErrors.BAD_PICTURE({ name, problem: problemOf(cause) }, { cause });
    });
  if (pages > frames || width * height * pages > pixels) {
    throw serverErrors.PICTURE_TOO_LARGE({ name, width, height, got: pages, pixels, frames });
  }
  return { width, height, frames: pages };
}

export type Channel = "rgba" | "rgb" | "a";

/** How a picture is shown other than as it is. */
export interface Rendition {
  /** Default: PNG. `quality` is 1 to 100. */
  readonly preview: { readonly format: "webp" | "jpeg"; readonly quality: number } | null;
  /** Without its transparency, or nothing but that. */
  readonly channel: Channel;
}

/** The bytes of a rendition. Throws as `pictureSize`. */
export async function renderPicture(
  source: string | Uint8Array,
  name: string,
  { preview, channel }: Rendition,
  limits: Limits,
): Promise<Uint8Array> {
  await pictureSize(source, name, limits);
  const picture = sharp(source, { limitInputPixels: limits.pixels }).toColourspace("srgb");
  if (channel === "rgb" || preview?.format === "jpeg") picture.removeAlpha();
  if (channel === "a") picture.ensureAlpha().linear([0, 0, 0, 1], [0, 0, 0, 0]);
  if (preview === null) picture.png();
  else picture.toFormat(preview.format, { quality: preview.quality });
  return picture.toBuffer().catch((cause: unknown) => {
    throw serverErrors.BAD_PICTURE({ name, problem: problemOf(cause) }, { cause });
  });
}

/** The first picture with the transparency of the second, as PNG; a mask of another size is stretched. Throws as `pictureSize`. */
export async function maskPicture(
  picture: { readonly path: string; readonly name: string },
  mask: { readonly path: string; readonly name: string },
  limits: Limits,
): Promise<Uint8Array> {
  const { width, height } = await pictureSize(picture.path, picture.name, limits);
  await pictureSize(mask.path, mask.name, limits);
  try {
    const alpha = await sharp(mask.path, { limitInputPixels: limits.pixels })
      .ensureAlpha()
      .extractChannel("alpha")
      .resize(width, height, { fit: "fill" })
      .raw()
      .toBuffer();
    const { data, info } = await sharp(picture.path, { limitInputPixels: limits.pixels })
      .toColourspace("srgb")
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    return await sharp(data, { raw: { width, height, channels: info.channels } })
      .joinChannel(alpha, { raw: { width, height, channels: 1 } })
      .png()
      .toBuffer();
  } catch (cause) {
    throw serverErrors.BAD_PICTURE({ name: picture.name, problem: problemOf(cause) }, { cause });
  }
}

/** The first line, without the paths that libraries put into their messages. */
function problemOf(cause: unknown): string {
  const [text = ""] = (cause instanceof Error ? cause.message : String(cause)).split("\n");
  return /[/\\]/.test(text) ? "it cannot be read" : text;
}

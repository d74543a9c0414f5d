import type { PreviewImage } from "../workflow/index.ts";

const JPEG_QUALITY = 90;

/** An encoded picture; its sides are those of the pixels that are in it. */
export interface Encoded {
  readonly bytes: Uint8Array;
  readonly mediaType: "image/jpeg" | "image/png";
  readonly width: number;
  readonly height: number;
}

/** A picture of the work so far: JPEG, or PNG where it is transparent; no side longer than `most` pixels. */
export async function encodePreview(image: PreviewImage, most = 1024): Promise<Encoded> {
  const pixels = await open(image);
  const small = pixels.resize({ width: most, height: most, fit: "inside", withoutEnlargement: true });
  const isOpaque = image.channels === 3;
  const { data, info } = await (isOpaque ? small.jpeg({ quality: JPEG_QUALITY }) : small.png()).toBuffer({
    resolveWithObject: true,
  });
  return { bytes: data, mediaType: isOpaque ? "image/jpeg" : "image/png", width: info.width, height: info.height };
}

/** A picture as it is, as PNG. */
export async function encodeResult(image: PreviewImage): Promise<Encoded> {
  const bytes = await (await open(image)).png().toBuffer();
  return { bytes, mediaType: "image/png", width: image.width, height: image.height };
}

async function open({ width, height, channels, pixels }: PreviewImage) {
  const { default: sharp } = await import("sharp"); // large; jobs without pictures do without
  return sharp(pixels, { raw: { width, height, channels } });
}

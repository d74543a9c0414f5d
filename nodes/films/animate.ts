import sharp, { type Sharp } from "sharp";
import type { Film } from "./film.ts";

/** Animated WebP without loss, played for ever. Neighbouring frames that are equal become one that stays longer. */
export function encodeWebp(film: Film): Promise<Uint8Array> {
  return strip(film)
    .webp({ lossless: true, effort: 4, delay: delays(film), loop: 0 })
    .toBuffer();
}

/** An animated GIF, played for ever: at most 256 colours, and delays in hundredths of a second. */
export function encodeGif(film: Film): Promise<Uint8Array> {
  return strip(film)
    .gif({ delay: delays(film), loop: 0, dither: 0 })
    .toBuffer();
}

/** All frames below each other, as sharp takes them. */
function strip({ frames }: Film): Sharp {
  const [first] = frames;
  const [width, height] = [first?.width ?? 1, first?.height ?? 1];
  const all = Buffer.concat(frames.map(({ data }) => data));
  return sharp(all, { raw: { width, height: height * frames.length, channels: 3, pageHeight: height } });
}

function delays({ frames, rate }: Film): number[] {
  return frames.map(() => Math.round(1000 / rate));
}

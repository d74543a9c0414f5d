import encoders from "h264-mp4-encoder";
import type { Film } from "./film.ts";

/** Of H.264, 10 … 51; lower is better and larger. */
const QUALITY = 18;

/** An MP4 of H.264. Sides that are odd lose their last row or column, which H.264 cannot hold. */
export async function encodeMp4({ frames, rate }: Film, signal: AbortSignal): Promise<Uint8Array> {
  const [first] = frames;
  const [width, height] = [even(first?.width ?? 2), even(first?.height ?? 2)];
  const encoder = await encoders.createH264MP4Encoder();
  try {
    Object.assign(encoder, { width, height, frameRate: rate, quantizationParameter: QUALITY, groupOfPictures: 20 });
    encoder.initialize();
    for (const { data, width: stride } of frames) {
      signal.throwIfAborted();
      encoder.addFrameRgba(opaque(data, { width, height, stride }));
    }
    encoder.finalize();
    return encoder.FS.readFile(encoder.outputFilename);
  } finally {
    encoder.delete();
  }
}

interface Cut {
  readonly width: number;
  readonly height: number;
  /** Pixels of a row before the cut. */
  readonly stride: number;
}

/** RGB as RGBA. */
function opaque(data: Uint8Array, { width, height, stride }: Cut): Uint8Array {
  const out = new Uint8Array(width * height * 4).fill(255);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = 3 * (y * stride + x);
      out.set(data.subarray(from, from + 3), 4 * (y * width + x));
    }
  }
  return out;
}

const even = (side: number): number => side - (side % 2);

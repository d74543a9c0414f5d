import type { Image } from "../world/image.ts";
import type { Rgb } from "../world/vocabulary.ts";

/**
 * A picture after a 3×3 binomial blur (edges repeat), so that compression noise and half-pixel shifts count little.
 * `data` and result: [height · width · channels].
 */
export function soften(data: ArrayLike<number>, height: number, width: number, channels: number): Float32Array {
  const row = width * channels;
  const across = new Float32Array(height * row);
  for (let y = 0; y < height; y++) {
    for (let i = 0; i < row; i++) {
      const [left, right] = [i < channels ? i : i - channels, i + channels < row ? i + channels : i];
      across[y * row + i] = (at(data, y * row + left) + 2 * at(data, y * row + i) + at(data, y * row + right)) / 4;
    }
  }
  const out = new Float32Array(height * row);
  for (let y = 0; y < height; y++) {
    const [above, here, below] = [Math.max(y - 1, 0) * row, y * row, Math.min(y + 1, height - 1) * row];
    for (let i = 0; i < row; i++) {
      out[here + i] = (at(across, above + i) + 2 * at(across, here + i) + at(across, below + i)) / 4;
    }
  }
  return out;
}

/** The colour most common along the border: the mean of the pixels around the fullest histogram bin. */
export function borderColor({ height, width, data }: Image): Rgb {
  const border: number[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (y === 0 || x === 0 || y === height - 1 || x === width - 1) border.push((y * width + x) * 3);
    }
  }
  const bins = new Map<number, number[]>();
  for (const i of border) {
    const bin = (at(data, i) >> 5) * 64 + (at(data, i + 1) >> 5) * 8 + (at(data, i + 2) >> 5);
    const members = bins.get(bin);
    if (members) members.push(i);
    else bins.set(bin, [i]);
  }
  let color = mean(
    data,
    [...bins.values()].reduce((a, b) => (b.length > a.length ? b : a)),
  );
  for (let round = 0; round < 2; round++) {
    const near = border.filter((i) => squaredDistance(data, i, color) < near2);
    if (near.length > 0) color = mean(data, near);
  }
  return color;
}

/** Squared Euclidean distance of the colour at index `i` (of its first channel) to `color`. */
export function squaredDistance(data: ArrayLike<number>, i: number, color: Rgb): number {
  return (at(data, i) - color[0]) ** 2 + (at(data, i + 1) - color[1]) ** 2 + (at(data, i + 2) - color[2]) ** 2;
}

/** Border pixels within this distance (40) belong to the background. */
const near2 = 40 ** 2;

function mean(data: Uint8Array, indices: readonly number[]): Rgb {
  const channel = (c: number) => indices.reduce((sum, i) => sum + at(data, i + c), 0) / indices.length;
  return [channel(0), channel(1), channel(2)];
}

function at(data: ArrayLike<number>, i: number): number {
  return data[i] as number;
}

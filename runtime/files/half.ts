/** Float32 values as half-precision bits: nearest, ties to the even one, overflow to infinity. */
export const toHalves = (values: Float32Array): Uint16Array<ArrayBuffer> => narrow(values, halfBits);

/** Float32 values as bfloat16 bits: nearest, ties to the even one. */
export const toBfloats = (values: Float32Array): Uint16Array<ArrayBuffer> => narrow(values, bfloatBits);

/** The values of half-precision bits; exact. Whole numbers only in the loop: a checkpoint is millions of these. */
export function fromHalves(halves: Uint16Array): Float32Array<ArrayBuffer> {
  const out = new Float32Array(halves.length);
  const words = new Uint32Array(out.buffer);
  for (let i = 0; i < halves.length; i++) {
    const half = halves[i] as number;
    const magnitude = half & 0x7fff;
    if (magnitude >= 0x0400) {
      const bias = magnitude >= 0x7c00 ? 224 << 23 : 112 << 23; // infinities and not-a-numbers keep the top exponent
      words[i] = ((half & 0x8000) << 16) | ((magnitude << 13) + bias);
    } else out[i] = (half === magnitude ? 1 : -1) * magnitude * 2 ** -24; // below 2^-14: steps of 2^-24
  }
  return out;
}

/** The values of bfloat16 bits; exact: they are float32 cut in half. */
export function fromBfloats(bits: Uint16Array): Float32Array<ArrayBuffer> {
  const words = new Uint32Array(bits.length);
  for (let i = 0; i < bits.length; i++) words[i] = (bits[i] as number) << 16;
  return new Float32Array(words.buffer);
}

function narrow(values: Float32Array, bitsOf: (word: number) => number): Uint16Array<ArrayBuffer> {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const out = new Uint16Array(words.length);
  for (let i = 0; i < words.length; i++) out[i] = bitsOf(words[i] as number);
  return out;
}

function halfBits(word: number): number {
  const sign = (word >>> 16) & 0x8000;
  const magnitude = word & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00; // not a number
  if (magnitude >= 0x477ff000) return sign | 0x7c00; // 65520 and up are nearest to infinity
  if (magnitude < 0x38800000) {
    const mantissa = (magnitude & 0x7fffff) | 0x800000;
    return sign | roundEven(mantissa * 2 ** ((magnitude >>> 23) - 126)); // below 2^-14: steps of 2^-24
  }
  const even = (magnitude >>> 13) & 1;
  return sign | ((magnitude - (112 << 23) + 0xfff + even) >>> 13);
}

function bfloatBits(word: number): number {
  if ((word & 0x7fffffff) > 0x7f800000) return (word >>> 16) | 0x40; // stays not a number
  return (word + 0x7fff + ((word >>> 16) & 1)) >>> 16;
}

function roundEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}

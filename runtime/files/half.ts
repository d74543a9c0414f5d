/** Float32 values as half-precision bits: nearest, ties to the even one, overflow to infinity. */
export function toHalves(values: Float32Array): Uint16Array {
  return Uint16Array.from(floatBits(values), halfBits);
}

/** The value of 16 half-precision bits; exact. */
export function fromHalf(half: number): number {
  return value(half >>> 15, (half >>> 10) & 0x1f, half & 0x3ff, 10, 15);
}

/** Float32 values as bfloat16 bits: nearest, ties to the even one. */
export function toBfloats(values: Float32Array): Uint16Array {
  return Uint16Array.from(floatBits(values), (word) => {
    if ((word & 0x7fffffff) > 0x7f800000) return (word >>> 16) | 0x40; // stays not a number
    return (word + 0x7fff + ((word >>> 16) & 1)) >>> 16;
  });
}

/** The value of 16 bfloat16 bits; exact. */
export function fromBfloat(bits: number): number {
  return value(bits >>> 15, (bits >>> 7) & 0xff, bits & 0x7f, 7, 127);
}

function floatBits(values: Float32Array): Uint32Array {
  return new Uint32Array(values.buffer, values.byteOffset, values.length);
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

/** IEEE 754: the number of a sign, an exponent with its bias, and a fraction of `width` bits. */
function value(sign: number, exponent: number, fraction: number, width: number, bias: number): number {
  const unit = sign === 1 ? -1 : 1;
  if (exponent === 0) return unit * fraction * 2 ** (1 - bias - width);
  if (exponent === 2 * bias + 1) return fraction === 0 ? unit * Number.POSITIVE_INFINITY : Number.NaN;
  return unit * (1 + fraction / 2 ** width) * 2 ** (exponent - bias);
}

function roundEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}

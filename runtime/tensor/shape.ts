/**
 * A dimension is a number, or a name that gets its number when the program runs (`"tokens"`). Names compose:
 * `"past+tokens"` is a concatenation, `"2*tokens"` a product, `"2*(past+tokens)"` both.
 */
export type Dim = number | string;
export type Shape = readonly Dim[];

/** `[2, tokens, 64]` */
export const show = (shape: Shape): string => `[${shape.join(", ")}]`;

export const isStatic = (shape: Shape): shape is readonly number[] => shape.every((d) => typeof d === "number");

export const sameShape = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((d, i) => d === b[i]);

/** Number of elements of a static shape; 1 for a scalar. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((n, d) => n * d, 1);

/** An axis counted from the end when negative, as 0 … rank−1; undefined when out of range. */
export const axisAt = (axis: number, rank: number): number | undefined => {
  const at = axis < 0 ? axis + rank : axis;
  return Number.isInteger(at) && at >= 0 && at < rank ? at : undefined;
};

/** NumPy broadcasting, from the last dimension on; undefined when the shapes do not fit. */
export function broadcast(a: Shape, b: Shape): Shape | undefined {
  const rank = Math.max(a.length, b.length);
  const out: Dim[] = [];
  for (let i = 1; i <= rank; i++) {
    const [x, y] = [a[a.length - i] ?? 1, b[b.length - i] ?? 1];
    if (x !== y && x !== 1 && y !== 1) return undefined;
    out.unshift(x === 1 ? y : x);
  }
  return out;
}

/** The dimension of two pieces laid one after the other. */
export const plus = (a: Dim, b: Dim): Dim => (typeof a === "number" && typeof b === "number" ? a + b : `${a}+${b}`);

/** The product of dimensions as number × sorted names, so that equal products compare equal. */
export function product(dims: Shape): Dim {
  let count = 1;
  const names: string[] = [];
  for (const factor of dims.flatMap((d) => factors(String(d)))) {
    const value = Number(factor);
    if (Number.isNaN(value)) names.push(factor);
    else count *= value;
  }
  if (names.length === 0) return count;
  if (names.length === 1 && count === 1) return names[0] as string;
  const bracketed = names.sort().map((name) => (name.includes("+") ? `(${name})` : name));
  return [...(count === 1 ? [] : [String(count)]), ...bracketed].join("*");
}

/** How to compute with dimensions: plain names, numbers and what composes them. */
export interface DimRules<T> {
  readonly name: (name: string) => T;
  readonly number: (value: number) => T;
  readonly sum: (a: T, b: T) => T;
  readonly product: (a: T, b: T) => T;
}

/** Takes a dimension apart and computes it: `2*(past+tokens)` → product(2, sum(past, tokens)). */
export function foldDim<T>(dim: Dim, rules: DimRules<T>): T {
  const fold = (part: string) => foldDim(part, rules);
  const terms = split(String(dim), "+");
  if (terms.length > 1) return terms.map(fold).reduce(rules.sum);
  const parts = factors(String(dim));
  if (parts.length > 1) return parts.map(fold).reduce(rules.product);
  const value = Number(dim);
  return Number.isNaN(value) ? rules.name(String(dim)) : rules.number(value);
}

/** What a composed name multiplies, sums without their brackets; a sum is one factor. */
const factors = (name: string): readonly string[] =>
  split(name, "+").length > 1 ? [name] : split(name, "*").map((part) => part.replace(/^\((.*)\)$/, "$1"));

/** The parts of `name` between `sign`s that stand outside brackets. */
function split(name: string, sign: "+" | "*"): readonly string[] {
  const parts = [""];
  let depth = 0;
  for (const char of name) {
    depth += Number(char === "(") - Number(char === ")");
    if (char === sign && depth === 0) parts.push("");
    else parts[parts.length - 1] += char;
  }
  return parts;
}

import { f32, input, type Program, program, randomKey, uniforms } from "../runtime/tensor/index.ts";

export interface MatmulSize {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  /** Products one after the other in one run; more than one needs n = k. Default 1. */
  readonly times?: number;
}

/** x [m, k] times w [k, n], `times` over, and values for both. */
export function matmulProgram({ m, n, k, times = 1 }: MatmulSize) {
  const [x, w] = [input("x", [m, k]), input("w", [k, n])];
  let y = x;
  for (let i = 0; i < times; i++) y = y.matmul(w);
  const values = (stream: string, shape: readonly [number, number], size: number) =>
    f32(
      uniforms(randomKey(1, stream), shape[0] * shape[1]).map((u) => (u - 0.5) * size),
      shape,
    );
  const made: Program = program([x, w], { y });
  return {
    program: made,
    x: values("x", [m, k], 1),
    w: values("w", [k, n], Math.sqrt(12 / k)), // keeps the size of what passes
    flops: 2 * m * n * k * times,
  };
}

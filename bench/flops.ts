import type { Program, Tensor } from "../runtime/tensor/index.ts";
import type { MatmulAttributes } from "../runtime/tensor/ops/matmul.ts";

/** Floating-point operations of a program's matrix products, 2·m·n·k each; everything else counts as nothing. */
export const matmulFlops = ({ nodes }: Program): number =>
  nodes.filter(({ op }) => op === "matmul").reduce((sum, x) => sum + flopsOf(x), 0);

function flopsOf({ shape, inputs, attributes }: Tensor): number {
  const { transposeA } = attributes as MatmulAttributes;
  const results = shape.reduce<number>((n, d) => n * Number(d), 1);
  return 2 * results * Number(inputs[0]?.shape.at(transposeA ? -2 : -1));
}

import { expect, test } from "vitest";
import { createTfjsBackend } from "../../../runtime/backends/tfjs/index.ts";
import {
  adam,
  chain,
  clipNorm,
  decay,
  f32,
  input,
  mapNamed,
  type Named,
  program,
  rate,
  type Tensor,
} from "../../../runtime/tensor/index.ts";
import { runOnce } from "../../conformance/case.ts";

const shapes: Named<readonly number[]> = { matrix: [2], bias: [1] };
const optimiser = chain(
  clipNorm(1),
  adam({ beta1: 0.9, beta2: 0.95, epsilon: 1e-8 }),
  decay(0.1, (name) => name === "matrix"),
  rate(),
);

/** Steps of the formulas of arXiv 1711.05101, number by number. */
function byHand(weights: number[], gradients: readonly (readonly number[])[], rate: number): number[] {
  const w = [...weights];
  const [mean, square] = [w.map(() => 0), w.map(() => 0)];
  for (const [t, g] of gradients.entries()) {
    const norm = Math.sqrt(g.reduce((sum, v) => sum + v * v, 0));
    const scale = norm > 1 ? 1 / norm : 1;
    for (const [i, raw] of g.entries()) {
      const v = raw * scale;
      mean[i] = 0.9 * (mean[i] as number) + 0.1 * v;
      square[i] = 0.95 * (square[i] as number) + 0.05 * v * v;
      const [m, s] = [(mean[i] as number) / (1 - 0.9 ** (t + 1)), (square[i] as number) / (1 - 0.95 ** (t + 1))];
      const decayed = i < 2 ? 0.1 * (w[i] as number) : 0; // the bias does not decay
      w[i] = (w[i] as number) - rate * (m / (Math.sqrt(s) + 1e-8) + decayed);
    }
  }
  return w;
}

test("a chain of clipping, Adam, decay and rate is AdamW", async () => {
  const [g, w, state] = [named("g", shapes), named("w", shapes), named("s", optimiser.state(shapes))];
  const [step, speed] = [input("step", []), input("rate", [])];
  const result = optimiser.apply({ updates: g, parameters: w, state, step, rate: speed });
  const next = mapNamed(w, (x, name) => x.sub(result.updates[name] as Tensor));
  const rekey = (prefix: string, values: Named<Tensor>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, value]));
  const all = [...[g, w, state].flatMap((values) => Object.values(values)), step, speed];
  const whole = program(all, { ...rekey("w", next), ...rekey("s", result.state) });

  const backend = await createTfjsBackend({ device: "cpu" });
  const gradients = [
    [0.3, -0.4, 0.1],
    [3, -4, 12],
    [-0.5, 0.2, 0],
    [1e-4, 0.9, -0.7],
  ];
  let carried: Record<string, ReturnType<typeof f32>> = { "w.matrix": f32([1, -2], [2]), "w.bias": f32([0.5], [1]) };
  for (const [name, shape] of Object.entries(optimiser.state(shapes)))
    carried[`s.${name}`] = f32(new Float32Array(shape[0] as number), shape);
  for (const [t, values] of gradients.entries()) {
    const batch = { "g.matrix": f32(values.slice(0, 2), [2]), "g.bias": f32(values.slice(2), [1]) };
    const inputs = { ...carried, ...batch, step: f32([t + 1], []), rate: f32([0.01], []) };
    carried = { ...(await runOnce(backend, { program: whole, inputs })) } as typeof carried;
  }
  const got = [...(carried["w.matrix"]?.data ?? []), ...(carried["w.bias"]?.data ?? [])];
  const want = byHand([1, -2, 0.5], gradients, 0.01);
  for (const [i, value] of want.entries()) expect(got[i]).toBeCloseTo(value, 6);
});

const named = (prefix: string, all: Named<readonly number[]>): Record<string, Tensor> =>
  mapNamed(all, (shape, name) => input(`${prefix}.${name}`, shape));

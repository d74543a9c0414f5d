import {
  adam,
  attention,
  chain,
  clipNorm,
  constant,
  crossEntropy,
  decay,
  f32,
  type HostTensor,
  i32,
  input,
  type Link,
  mapNamed,
  type Named,
  normals,
  type Program,
  randomKey,
  rate,
  rmsNorm,
  rotary,
  silu,
  type Tensor,
  uniforms,
} from "../../../runtime/tensor/index.ts";
import { averageKey, rekey, stateKey, trainingStep, weightKey } from "../../../training/step.ts";

/** A small decoder, of the parts that the real one has. */
export interface ToySize {
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  readonly vocabulary: number;
  readonly batch: number;
  readonly tokens: number;
}

const small: ToySize = { layers: 2, width: 16, heads: 2, vocabulary: 12, batch: 2, tokens: 6 };

export interface Toy {
  readonly program: Program;
  /** The first step's weights, state and batch. */
  readonly inputs: Readonly<Record<string, HostTensor>>;
  /** Outputs that are inputs of the next step. */
  readonly carried: readonly string[];
}

const optimiser: Link = chain(
  clipNorm(1),
  adam(),
  decay(0.1, (name) => !name.endsWith("norm")),
  rate(),
);

/** One training step of the toy, weights drawn from `seed`. */
export function toyStep(size: ToySize = small, seed = 1): Toy {
  const parameters = parametersOf(size);
  const { batch: b, tokens: t, vocabulary } = size;
  const [ids, targets] = [input("ids", [b, t], "i32"), input("targets", [b * t], "i32")];
  const loss = (weights: Named<Tensor>) => {
    const losses = crossEntropy(logits(weights, ids, size), targets);
    return { loss: losses.mean(), metrics: { worst: losses.max() } };
  };
  const program = trainingStep({ parameters, batch: [ids, targets], loss, optimiser });
  const weights = mapNamed(parameters, (shape, name) => initial(shape, name, seed));
  const draw = (n: number, stream: string) =>
    Array.from(uniforms(randomKey(seed, stream), n), (u) => Math.floor(u * vocabulary));
  const zeros = (shape: readonly number[]) => f32(new Float32Array(shape.reduce((n, d) => n * d, 1)), shape);
  const carriedValues = {
    ...rekey(weights, weightKey),
    ...rekey(weights, averageKey),
    ...rekey(mapNamed(optimiser.state(parameters), zeros), stateKey),
  };
  const inputs = {
    ...carriedValues,
    ids: i32(draw(b * t, "ids"), [b, t]),
    targets: i32(draw(b * t, "targets"), [b * t]),
    step: f32([1], []),
    rate: f32([1e-2], []),
    averageKeep: f32([0.9], []),
  };
  return { program, inputs, carried: Object.keys(carriedValues) };
}

function parametersOf({ layers, width: d, vocabulary }: ToySize): Named<readonly number[]> {
  const layer = (i: number) => ({
    [`${i}.norm`]: [d],
    [`${i}.qkv`]: [d, 3 * d],
    [`${i}.out`]: [d, d],
    [`${i}.mlp.norm`]: [d],
    [`${i}.up`]: [d, 4 * d],
    [`${i}.down`]: [2 * d, d],
  });
  return Object.assign(
    { embedding: [vocabulary, d], norm: [d] },
    ...Array.from({ length: layers }, (_, i) => layer(i)),
  );
}

const initial = (shape: readonly number[], name: string, seed: number): HostTensor => {
  const count = shape.reduce((n, d) => n * d, 1);
  if (name.endsWith("norm")) return f32(new Float32Array(count).fill(1), shape);
  const scale = 1 / Math.sqrt(shape[0] as number);
  return f32(
    normals(randomKey(seed, name), count).map((v) => v * scale),
    shape,
  );
};

/** [B·T, vocabulary] */
function logits(w: Named<Tensor>, ids: Tensor, { layers, width: d, heads, batch: b, tokens: t }: ToySize): Tensor {
  const of = (name: string) => w[name] as Tensor;
  const split = (x: Tensor, i: number) =>
    x
      .slice(-1, i * d, (i + 1) * d)
      .reshape([b, t, heads, d / heads])
      .transpose([0, 2, 1, 3]);
  const { cos, sin, visible } = tables(t, d / heads);
  let x = of("embedding").gather(ids); // [B, T, D]
  for (let i = 0; i < layers; i++) {
    const qkv = rmsNorm(x, of(`${i}.norm`)).matmul(of(`${i}.qkv`));
    const [q, k, v] = [rotary(split(qkv, 0), cos, sin), rotary(split(qkv, 1), cos, sin), split(qkv, 2)];
    const mixed = attention(q, k, v, visible).transpose([0, 2, 1, 3]).reshape([b, t, d]);
    x = x.add(mixed.matmul(of(`${i}.out`)));
    const up = rmsNorm(x, of(`${i}.mlp.norm`)).matmul(of(`${i}.up`));
    x = x.add(
      silu(up.slice(-1, 0, 2 * d))
        .mul(up.slice(-1, 2 * d))
        .matmul(of(`${i}.down`)),
    );
  }
  return rmsNorm(x, of("norm"))
    .reshape([b * t, d])
    .matmul(of("embedding"), { transposeB: true });
}

function tables(t: number, d: number) {
  const angles = Float32Array.from(
    { length: (t * d) / 2 },
    (_, i) => Math.floor(i / (d / 2)) * 100 ** (-(i % (d / 2)) / (d / 2)),
  );
  const [cos, sin] = [angles.map(Math.cos), angles.map(Math.sin)].map((x) => constant(f32(x, [1, 1, t, d / 2]))) as [
    Tensor,
    Tensor,
  ];
  const mask = Uint8Array.from({ length: t * t }, (_, i) => Number(i % t <= Math.floor(i / t)));
  return { cos, sin, visible: constant({ dtype: "bool", shape: [1, 1, t, t], data: mask }) };
}

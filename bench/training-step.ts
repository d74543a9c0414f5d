import { parseConfig } from "../model/config.ts";
import { initialiseRows, type ParameterRow } from "../model/parameter-row.ts";
import { modelParameters } from "../model/parameters.ts";
import { createOnnxBackend } from "../runtime/backends/onnx/index.ts";
import {
  adam,
  chain,
  clipNorm,
  constant,
  decay,
  f32,
  type HostTensor,
  inputName,
  mapNamed,
  randomKey,
  rate,
  sizeOf,
  type Tensor,
  uniforms,
} from "../runtime/tensor/index.ts";
import { trainingStep } from "../training/step.ts";
import { canvasGrids, TINY_VOCABULARY, tinyBackbone, tinyVision } from "../training/tiny.ts";
import { type Bucket, Trainer } from "../training/trainer.ts";
import { type BatchShape, batchInputs, sequenceLength, transformerLoss } from "../training/transformer/loss.ts";
import { transformerRecipe } from "../training/transformer/recipe.ts";
import { matmulFlops } from "./flops.ts";
import { race, report } from "./harness.ts";
import { matmulProgram } from "./matmul.ts";

const PEAK = { m: 1024, n: 1024, k: 1024, times: 8 };

/** The shipped transformer's step, forward to new weights, against a plain matrix product on the same backend. */
export async function trainingStepBench(): Promise<void> {
  const backend = createOnnxBackend();
  const { options, inputs, tokens, flops } = shippedStep();
  const trainer = Trainer.start({ backend, ...options });
  const peak = matmulProgram(PEAK);
  const product = await backend.compile(peak.program, { bind: { w: peak.w } });
  const times = await race({
    "training step": () => trainer.step({ bucket: "draw", inputs, rate: 1e-4, averageKeep: 0.99 }),
    "8 × matmul 1024³": () => product.run({ x: peak.x }),
  });
  const speed = flops / times["training step"].median / 1e6;
  const best = peak.flops / times["8 × matmul 1024³"].median / 1e6;
  report(`training step of the shipped transformer: ${tokens} tokens, ${(flops / 1e9).toFixed(1)} GFLOP`, times, [
    `${((tokens / times["training step"].median) * 1000).toFixed(0)} tokens/s`,
    `${speed.toFixed(0)} of ${best.toFixed(0)} GFLOP/s: ${((100 * speed) / best).toFixed(0)} % of the matrix product's speed`,
  ]);
  await trainer.close();
  await product.release();
}

/** What the recipe trains on 64×64 pictures, a batch for it, and what a step costs. */
function shippedStep() {
  const config = { ...parseConfig({ ...tinyBackbone, vocab_size: TINY_VOCABULARY, ...tinyVision }), ...tinyVision };
  const { rows: most, lengths, weightDecay, alpha, seed } = transformerRecipe;
  const grids = canvasGrids(tinyVision)["1:1"];
  const sequence = { slots: "p", grids, length: lengths[0] ?? 32 };
  const images = Math.floor(most / sequenceLength(sequence));
  const shape: BatchShape = { ...sequence, batch: images, alpha };
  const symbols = batchInputs(shape);
  const rows = modelParameters(config);
  const weights = initialiseRows(rows.filter(isLearnt), seed);
  const codebook = initialiseRows(
    rows.filter((row) => !isLearnt(row)),
    seed,
  );
  const frozen = mapNamed(codebook, (value) => constant(value));
  const decays = new Set(rows.filter((row) => row.decay).map((row) => row.name));
  const optimiser = chain(
    clipNorm(1),
    adam(),
    decay(weightDecay, (name) => decays.has(name)),
    rate(),
  );
  const draw: Bucket = {
    batch: Object.values(symbols),
    loss: (learnt) => transformerLoss(config, shape, { ...learnt, ...frozen }, symbols),
  };
  const program = trainingStep({ parameters: mapNamed(weights, (value) => value.shape), optimiser, ...draw });
  const limits = { ids: TINY_VOCABULARY, codes: config.codebook_size, targets: config.codebook_size };
  return {
    options: { optimiser, weights, buckets: { draw } },
    inputs: Object.fromEntries(Object.values(symbols).map((x) => [inputName(x), valueFor(x, limits)])),
    tokens: images * Number(symbols.groups.shape[1]),
    flops: matmulFlops(program),
  };
}

const isLearnt = ({ name }: ParameterRow): boolean => !name.startsWith("vision.codebook.");

/** Drawn ids below the input's limit; groups of one token, one after the other; other numbers below 1. */
function valueFor(x: Tensor, limits: Readonly<Record<string, number>>): HostTensor {
  const [name, shape] = [inputName(x), x.shape.map(Number)];
  const drawn = uniforms(randomKey(1, name), sizeOf(shape));
  if (x.dtype === "f32") return f32(drawn, shape);
  const row = shape.at(-1) as number;
  const data = Int32Array.from(drawn, (u, i) => (name === "groups" ? i % row : Math.floor(u * (limits[name] ?? 1))));
  return { dtype: x.dtype, shape, data };
}

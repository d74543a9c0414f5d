/**
 * The programs of inference. Their dimensions are names, so that each is compiled once and serves every prompt, image
 * shape, scale and batch, and each weight but the head lies in one program only.
 */
import {
  constant,
  type Dim,
  f32,
  input,
  type Program,
  program,
  sortedNodes,
  type Tensor,
} from "../runtime/tensor/index.ts";
import { boiId, headSize, type ModelConfig, textRowsOf } from "./config.ts";
import { adapt, codeRows, tokenRows } from "./embed.ts";
import { modelParameters } from "./parameters.ts";
import { draw, mixBranches, topAlternatives } from "./sample.ts";
import { type Cache, forward, textLogits, visionLogits } from "./transformer.ts";
import { type Weights, weightOf } from "./weights.ts";

/** ids i32 [batch, tokens] → rows [batch, tokens, D]. */
export function tokenRowsProgram(config: ModelConfig): Program {
  const weights = weightInputs(config);
  const ids = input("ids", ["batch", "tokens"], "i32");
  return withWeights(weights, [ids], { rows: tokenRows(weights, ids) });
}

/** What a grid or `<boi>` carries beside its content: scale i32 [1], count [D] (the sinusoid) → row [1, D]. */
export function scaleRowProgram(config: ModelConfig): Program {
  const weights = weightInputs(config);
  const { scale, count, row } = scaleRow(config, weights);
  return withWeights(weights, [scale, count], { row });
}

/**
 * The rows that predict a grid: codes i32 [batch, previous], of one grid or more, up [cells, previous] (`upsampling`), cells [cells, D]
 * (`cellSinusoids`), scale i32 [1], count [D] → rows [batch, cells, D].
 */
export function gridRowsProgram(config: ModelConfig): Program {
  const weights = weightInputs(config);
  const codes = input("codes", ["batch", "previous"], "i32");
  const up = input("up", ["cells", "previous"]);
  const { scale, count, row } = scaleRow(config, weights);
  const places = input("cells", ["cells", config.hidden_size]);
  const rows = adapt(weights, up.matmul(codeRows(config, weights, codes)))
    .add(row)
    .add(places); // [batch, cells, D]
  return withWeights(weights, [codes, up, places, scale, count], { rows });
}

/** Names of the cache's tensors, as inputs and outputs of the transformer's program. */
export const cacheNames = ({ num_hidden_layers }: ModelConfig): readonly string[] => [
  ...Array.from({ length: num_hidden_layers }, (_, i) => [`keys.${i}`, `values.${i}`]).flat(),
  "cache.groups",
];

/** Shape of a cache tensor with `batch` sequences and `past` rows. */
export const cacheShape = (config: ModelConfig, name: string, batch: Dim, past: Dim): readonly Dim[] =>
  name === "cache.groups" ? [batch, past] : [batch, config.num_key_value_heads, past, headSize(config)];

/**
 * One step of the transformer: embeddings [batch, tokens, D], positions [batch, tokens, 3], groups i32 [batch, tokens]
 * and the cache so far → hidden [batch, tokens, D] and the longer cache.
 */
export function transformerProgram(config: ModelConfig): Program {
  const weights = weightInputs(config);
  const rows = {
    embeddings: input("embeddings", ["batch", "tokens", config.hidden_size]),
    positions: input("positions", ["batch", "tokens", 3]),
    groups: input("groups", ["batch", "tokens"], "i32"),
  };
  const past = (name: string, dtype: "f32" | "i32" = "f32") =>
    input(name, cacheShape(config, name, "batch", "past"), dtype);
  const layers = Array.from({ length: config.num_hidden_layers }, (_, i) => i);
  const before: Cache = {
    keys: layers.map((i) => past(`keys.${i}`)),
    values: layers.map((i) => past(`values.${i}`)),
    groups: past("cache.groups", "i32"),
  };
  const { hidden, cache } = forward(config, weights, rows, before);
  const after = layers.flatMap((i) => [
    [`keys.${i}`, cache.keys[i] as Tensor] as const,
    [`values.${i}`, cache.values[i] as Tensor] as const,
  ]);
  const inputs = [...Object.values(rows), ...before.keys, ...before.values, before.groups];
  return withWeights(weights, inputs, { hidden, ...Object.fromEntries(after), "cache.groups": cache.groups });
}

/** Added to the score of a code that belongs to another grid. */
const FORBIDDEN = -1e9;

/**
 * Scores of codes or of text for some rows: hidden [batch, tokens, D], rows i32 [rows] → logits [rows, V]. For a model with
 * `code_ranges` the codes also take `range` [2], first code and the one after the last; others cannot be drawn.
 */
export function logitsProgram(config: ModelConfig, kind: "vision" | "text"): Program {
  const weights = weightInputs(config);
  const hidden = input("hidden", ["batch", "tokens", config.hidden_size]);
  const rows = input("rows", ["rows"], "i32");
  const wanted = hidden.reshape(["batch*tokens", config.hidden_size]).gather(rows); // [rows, D]
  if (kind === "text") return withWeights(weights, [hidden, rows], { logits: textLogits(config, wanted, weights) });
  const logits = visionLogits(config, wanted, weights);
  if (config.code_ranges.length === 0) return withWeights(weights, [hidden, rows], { logits });
  const range = input("range", [2]);
  const ids = constant(
    f32(
      Float32Array.from({ length: config.codebook_size }, (_, i) => i),
      [config.codebook_size],
    ),
  );
  const below = ids.less(range.slice(0, 0, 1)).cast("f32");
  const inside = ids
    .less(range.slice(0, 1, 2))
    .cast("f32")
    .sub(below); // [K]
  const barred = inside.neg().add(1).mul(FORBIDDEN);
  return withWeights(weights, [hidden, rows, range], { logits: logits.add(barred) });
}

export interface SampleSettings {
  /** "opening": text, or the `<boi>` that opens an image. */
  readonly kind: "vision" | "text" | "opening";
  /** How many branches are mixed, e.g. 2 for conditional and unconditional. */
  readonly branches: number;
  /** Keep this many alternatives; 0 keeps all. */
  readonly topK: number;
}

/**
 * Draws ids: logits [branches·draws, V] branch by branch, mix [branches, 1, 1], temperature [], topP [],
 * uniform [draws, 1] → ids i32 [draws]. Text never becomes `<eoi>` or a code, and `<boi>` only where it may open an image.
 */
export function sampleProgram(config: ModelConfig, { kind, branches, topK }: SampleSettings): Program {
  const width = kind === "vision" ? config.codebook_size : textRowsOf(config);
  const logits = input("logits", [branches === 1 ? "draws" : `${branches}*draws`, width]);
  const mix = input("mix", [branches, 1, 1]);
  const [temperature, topP] = [input("temperature", []), input("topP", [])];
  const uniform = input("uniform", ["draws", 1]);
  const mixed = mixBranches(logits.reshape([branches, "draws", width]), mix); // [draws, V]
  const choices = { vision: width, text: config.vocab_size, opening: boiId(config) + 1 } as const;
  const allowed = mixed.slice(-1, 0, choices[kind]);
  const ids = draw(topAlternatives(allowed, { topK, topP, temperature }), uniform); // [draws]
  return program([logits, mix, temperature, topP, uniform], { ids });
}

/** All weights as inputs of a program, by their names. */
export const weightInputs = (config: ModelConfig): Weights =>
  Object.fromEntries(modelParameters(config).map(({ name, shape }) => [name, input(name, shape)]));

function scaleRow({ hidden_size }: ModelConfig, weights: Weights) {
  const [scale, count] = [input("scale", [1], "i32"), input("count", [hidden_size])];
  return { scale, count, row: weightOf(weights, "vision.scale_embed.weight").gather(scale).add(count) }; // [1, D]
}

/** A program that also takes the weights it reads. */
function withWeights(weights: Weights, inputs: readonly Tensor[], outputs: Readonly<Record<string, Tensor>>): Program {
  const all = new Set(Object.values(weights));
  const read = sortedNodes(Object.values(outputs), (x) => x.inputs).filter((x) => all.has(x));
  return program([...inputs, ...read], outputs);
}

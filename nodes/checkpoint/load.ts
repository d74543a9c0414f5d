import { stat } from "node:fs/promises";
import { join } from "node:path";
import { createRefiner } from "../../model/detail/refiner.ts";
import { createRunner } from "../../model/runner.ts";
import { loadTextTokenizer } from "../../model/text/tokenizer.ts";
import { createCodec } from "../../model/vision/codec.ts";
import { openBackend } from "../../runtime/backends/devices.ts";
import { NextscaleError } from "../../runtime/errors.ts";
import { readText } from "../../runtime/files/read.ts";
import { nodesErrors } from "../errors.ts";
import { parseCheckpointConfig } from "./config.ts";
import { type CheckpointPlace, findCheckpoint } from "./find.ts";
import type { LoadedModel } from "./loaded-model.ts";
import { readWeights } from "./read-weights.ts";

export interface LoadOptions {
  /** "auto" (default), "cpu", "webgpu", … */
  readonly device?: string;
  readonly signal?: AbortSignal;
}

/**
 * Loads a checkpoint: a folder, or the name of one that ships. Programs are compiled when they are first run.
 * Throws NODES_CHECKPOINT_*, MODEL_CONFIG, MODEL_WEIGHT_*, TEXT_TOKENIZER_FORM, FILE_*, SAFETENSORS_* and BACKEND_*.
 */
export async function loadCheckpoint(
  checkpoint?: string,
  { device = "auto", signal }: LoadOptions = {},
): Promise<LoadedModel> {
  const place = findCheckpoint(checkpoint);
  const isFolder = await stat(place.folder).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  if (!isFolder) throw nodesErrors.CHECKPOINT_MISSING({ checkpoint: place.label });
  const config = parseCheckpointConfig(await readJson(place, "config.json"));
  const tokenizer = loadTextTokenizer(await readJson(place, "tokenizer.json"));
  if (tokenizer.vocabSize > config.model.vocab_size)
    throw nodesErrors.CHECKPOINT_MISMATCH({
      checkpoint: place.label,
      problem: `tokenizer.json has ${tokenizer.vocabSize} tokens, config.json ${config.model.vocab_size}`,
    });
  const weights = await readWeights(place, config, signal);
  const backend = await openBackend({ device });
  const runner = createRunner(config.model, weights, backend.compile);
  const codec = createCodec(config.model, weights, config.model.stride, backend.compile);
  const refiner = config.detail && createRefiner(config.model, config.detail, weights, backend.compile);
  return {
    name: place.label,
    config: config.model,
    sampling: config.sampling,
    tokenizer,
    runner,
    codec,
    refiner,
    device: `${backend.name} ${backend.device}`,
    bytes: 2 * Object.values(weights).reduce((sum, { data }) => sum + data.byteLength, 0),
    release: async () => {
      await runner.release();
      await codec.release();
      await refiner?.release();
      await backend.close();
    },
  };
}

async function readJson({ folder, label }: CheckpointPlace, file: string): Promise<unknown> {
  const text = await readText(join(folder, file)).catch((cause: unknown) => {
    const missing = cause instanceof NextscaleError && cause.code === "FILE_NOT_FOUND";
    throw missing ? nodesErrors.CHECKPOINT_FILE({ checkpoint: label, file }, { cause }) : cause;
  });
  try {
    return JSON.parse(text);
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw nodesErrors.CHECKPOINT_JSON({ checkpoint: label, file, problem }, { cause });
  }
}

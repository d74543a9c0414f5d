import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { detailParameters } from "../../model/detail/network.ts";
import { modelParameters } from "../../model/parameters.ts";
import { visionParameters } from "../../model/vision/parameters.ts";
import { checkWeights } from "../../model/weights.ts";
import { toFloat32 } from "../../runtime/files/convert.ts";
import { readBytes } from "../../runtime/files/read.ts";
import { parseSafetensors } from "../../runtime/files/safetensors.ts";
import { f32, type HostTensor, type Named } from "../../runtime/tensor/index.ts";
import { nodesErrors } from "../errors.ts";
import type { CheckpointConfig } from "./config.ts";
import type { CheckpointPlace } from "./find.ts";

/**
 * The weights in all safetensors files of a folder, exactly those that the configuration asks for.
 * Throws FILE_*, SAFETENSORS_*, MODEL_WEIGHT_*, NODES_CHECKPOINT_FILE and NODES_CHECKPOINT_MISMATCH.
 */
export async function readWeights(
  { folder, label }: CheckpointPlace,
  { model, detail }: CheckpointConfig,
  signal?: AbortSignal,
): Promise<Named<HostTensor>> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".safetensors")).sort();
  if (files.length === 0) throw nodesErrors.CHECKPOINT_FILE({ checkpoint: label, file: "*.safetensors" });
  const found = new Map<string, HostTensor>();
  for (const file of files) {
    signal?.throwIfAborted();
    for (const [name, stored] of parseSafetensors(await readBytes(join(folder, file)), file)) {
      if (found.has(name))
        throw nodesErrors.CHECKPOINT_MISMATCH({ checkpoint: label, problem: `two files hold the weight "${name}"` });
      found.set(name, f32(toFloat32(stored, name), stored.shape));
    }
  }
  const weights = Object.fromEntries(found);
  const [semantic, pixel] = model.code_dims;
  const details = detail ? detailParameters(detail, semantic + pixel) : [];
  checkWeights([...modelParameters(model), ...visionParameters(model), ...details], weights);
  return weights;
}

// Writes the mean of two transformers' weights, such as those before and after a run that went on from the first.
// npx tsx scripts/mean-weights.ts CHECKPOINT CHECKPOINT --out DIR: DIR is a copy of the second but for its weights
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type HostTensor, mapNamed } from "../runtime/tensor/index.ts";
import { exportWeights, MODEL_FILE } from "../training/export.ts";
import { loadTensors } from "../training/run-folder.ts";

const { positionals, values } = parseArgs({ allowPositionals: true, options: { out: { type: "string" } } });
const [first, second] = positionals;
const { out } = values;
if (!first || !second || !out) throw new RangeError("Two checkpoints and --out are needed.");
const before = await loadTensors(join(first, MODEL_FILE));
const after = await loadTensors(join(second, MODEL_FILE));
const mean = mapNamed(after, (value, name): HostTensor => {
  const other = before[name];
  if (other?.data.length !== value.data.length) throw new RangeError(`${name} is not in both in the same shape.`);
  return { ...value, data: Float32Array.from(value.data, (number, i) => (number + (other.data[i] ?? 0)) / 2) };
});
await cp(second, out, { recursive: true });
await exportWeights(out, MODEL_FILE, mean);

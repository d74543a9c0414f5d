// Puts together the checkpoint that ships, with its card, from finished runs and an evaluation of the result.
// npx tsx scripts/ship-checkpoint.ts --transformer runs/transformer --tokenizer runs/tokenizer --decoder runs/decoder
//   [--before runs/transformer-1 …, --tokenizer-before runs/tokenizer-1 …: runs that those went on from] [--sampling '{"guidance":2}'] [--evaluation DIR/results.json: of `nextscale evaluate --suite all --out DIR`] [--out checkpoints/tiny]
import { existsSync } from "node:fs";
import { cp, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { writeAtomic } from "../runtime/files/write.ts";
import { modelCard, type ScoreRow } from "../training/card.ts";
import { MODEL_FILE, VISION_FILE } from "../training/export.ts";
import { loadTensors } from "../training/run-folder.ts";

const { values } = parseArgs({
  options: {
    transformer: { type: "string", default: "runs/transformer" },
    tokenizer: { type: "string", default: "runs/tokenizer" },
    decoder: { type: "string" },
    before: { type: "string", multiple: true, default: [] },
    "tokenizer-before": { type: "string", multiple: true, default: [] },
    sampling: { type: "string" },
    evaluation: { type: "string" },
    reconstruction: { type: "string" },
    out: { type: "string", default: "checkpoints/tiny" },
  },
});
const { transformer, tokenizer, decoder, before, sampling, evaluation, reconstruction, out } = values;
const earlier = values["tokenizer-before"];
const from = join(transformer, "checkpoint");
const vision = join(decoder ?? tokenizer, "checkpoint", VISION_FILE);

await mkdir(out, { recursive: true });
for (const file of ["tokenizer.json", MODEL_FILE]) await cp(join(from, file), join(out, file));
await cp(vision, join(out, VISION_FILE));
const config = { ...(await json(join(from, "config.json"))), ...(sampling ? { sampling: JSON.parse(sampling) } : {}) };
await writeAtomic(join(out, "config.json"), `${JSON.stringify(config, null, 1)}\n`);

if (evaluation && reconstruction) {
  const scores = withoutDetails(await json(evaluation));
  await writeAtomic(join(out, "scores.json"), `${JSON.stringify(scores)}\n`);
  const { splits } = scores.suites.draw;
  const card = modelCard({
    name: "tiny",
    parameters: {
      transformer: await numbersIn(join(out, MODEL_FILE)),
      tokenizer: await numbersIn(join(out, VISION_FILE)),
    },
    runs: await Promise.all([
      ...earlier.map((folder, i) => run(`Visual tokenizer, stretch ${i + 1}`, folder)),
      run(earlier.length === 0 ? "Visual tokenizer" : `Visual tokenizer, stretch ${earlier.length + 1}`, tokenizer),
      ...before.map((folder, i) => run(`Transformer, stretch ${i + 1}`, folder)),
      run(before.length === 0 ? "Transformer" : `Transformer, stretch ${before.length + 1}`, transformer),
      ...(decoder ? [run("Decoder, refined", decoder)] : []),
    ]),
    reconstruction: JSON.parse(reconstruction),
    evaluation: { ...scores, splits, count: splits.seen.rows.reduce((sum, { count }) => sum + count, 0) },
  });
  await writeAtomic(join(out, "README.md"), card);
}

async function json(file: string) {
  return JSON.parse(await readFile(file, "utf8"));
}

interface Scores {
  readonly seed: number;
  readonly sampling: unknown;
  readonly suites: Record<
    string,
    { readonly splits: Record<string, { readonly rows: readonly ScoreRow[]; readonly overall: number }> }
  >;
}

/** An evaluation, as `nextscale evaluate --out DIR` leaves it in `results.json`, less each question's answers. */
function withoutDetails(scores: Scores): Scores {
  const suites = Object.entries(scores.suites).map(([suite, { splits }]) => {
    const tables = Object.entries(splits).map(([split, { rows, overall }]) => [split, { rows, overall }]);
    return [suite, { splits: Object.fromEntries(tables) }];
  });
  return { ...scores, suites: Object.fromEntries(suites) };
}

async function numbersIn(file: string): Promise<number> {
  return Object.values(await loadTensors(file)).reduce((sum, { data }) => sum + data.length, 0);
}

/** A run's recipe and what its curve adds up to; lines repeated after a resume count as the time they took. */
async function run(title: string, folder: string) {
  const file = ["run.json", "config.json"].map((name) => join(folder, name)).find((each) => existsSync(each));
  const lines = (await readFile(join(folder, "metrics.jsonl"), "utf8"))
    .trim()
    .split("\n")
    .map((each) => JSON.parse(each));
  const timed = lines.filter(({ ms }) => ms !== undefined);
  return {
    title,
    recipe: file ? (await json(file)).recipe : {},
    steps: timed.length * 50,
    minutes: timed.reduce((sum, { ms }) => sum + (ms * 50) / 60_000, 0),
  };
}

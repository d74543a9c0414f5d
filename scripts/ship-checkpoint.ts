// Puts what finished runs left into the checkpoint that ships, and writes its card from what they and an evaluation recorded.
// npx tsx scripts/ship-checkpoint.ts [--tokenizer RUN] [--decoder RUN] [--transformer RUN] [--detail RUN]: what is not given stays as it is;
//   a run that went on from another comes after it in a second call
//   [--note TEXT, of the run that is given] [--sampling '{"guidance":2}'] [--evaluation DIR/results.json --reconstruction '{"shapes":37.3,"emoji":32.6,"count":100}']:
//   `nextscale evaluate --suite all --out DIR`, and what the decoder's run printed [--out checkpoints/tiny]
import { existsSync } from "node:fs";
import { cp, mkdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { writeAtomic } from "../runtime/files/write.ts";
import { type CardRun, modelCard, type Suites } from "../training/card.ts";
import { DETAIL_FILE, MODEL_FILE, VISION_FILE } from "../training/export.ts";
import { loadTensors } from "../training/run-folder.ts";

const { values } = parseArgs({
  options: {
    transformer: { type: "string" },
    tokenizer: { type: "string" },
    decoder: { type: "string" },
    detail: { type: "string" },
    note: { type: "string" },
    sampling: { type: "string" },
    evaluation: { type: "string" },
    reconstruction: { type: "string" },
    out: { type: "string", default: "checkpoints/tiny" },
  },
});
const { out } = values;
const RUNS = join(out, "runs.json");
const SCORES = join(out, "scores.json");

/** What each part of the training leaves. */
const files = {
  tokenizer: [VISION_FILE],
  decoder: [VISION_FILE],
  transformer: [MODEL_FILE, "tokenizer.json", "config.json"],
  detail: [DETAIL_FILE],
} as const;

await mkdir(out, { recursive: true });
const { detail } = values.detail
  ? { detail: await json(join(values.detail, "checkpoint", "detail.json")) }
  : await configOf(out);
const runs: CardRun[] = existsSync(RUNS) ? await json(RUNS) : [];
for (const part of ["tokenizer", "decoder", "transformer", "detail"] as const) {
  const folder = values[part];
  if (folder === undefined) continue;
  for (const file of files[part]) await cp(join(folder, "checkpoint", file), join(out, file));
  runs.push(await record(part, folder));
}
await writeAtomic(RUNS, `[\n${runs.map((each) => ` ${JSON.stringify(each)}`).join(",\n")}\n]\n`);
if (values.transformer || values.detail || values.sampling) {
  const config = {
    ...(await json(join(out, "config.json"))),
    detail,
    ...(values.sampling ? { sampling: JSON.parse(values.sampling) } : {}),
  };
  await writeAtomic(join(out, "config.json"), `${JSON.stringify(config, null, 1)}\n`);
}
if (values.evaluation && values.reconstruction) {
  const scores = {
    ...withoutDetails(await json(values.evaluation)),
    reconstruction: JSON.parse(values.reconstruction),
  };
  await writeAtomic(SCORES, `${JSON.stringify(scores)}\n`);
}
if (existsSync(SCORES)) {
  const card = modelCard({
    name: basename(out),
    parameters: {
      transformer: await numbersIn(join(out, MODEL_FILE)),
      tokenizer: await numbersIn(join(out, VISION_FILE)),
      detail: existsSync(join(out, DETAIL_FILE)) ? await numbersIn(join(out, DETAIL_FILE)) : 0,
    },
    runs,
    evaluation: await json(SCORES),
  });
  await writeAtomic(join(out, "README.md"), card);
}

/** The checkpoint's configuration as it is, before any part of it is replaced. */
async function configOf(folder: string): Promise<{ readonly detail?: unknown }> {
  const file = join(folder, "config.json");
  return existsSync(file) ? json(file) : {};
}

async function json(file: string) {
  return JSON.parse(await readFile(file, "utf8"));
}

/** An evaluation, as `nextscale evaluate --out DIR` leaves it in `results.json`, less each question's answers. */
function withoutDetails(scores: { readonly suites: Suites }): { readonly suites: Suites } {
  const suites = Object.entries(scores.suites).map(([suite, { splits }]) => {
    const tables = Object.entries(splits).map(([split, { rows, overall }]) => [split, { rows, overall }]);
    return [suite, { splits: Object.fromEntries(tables) }];
  });
  return { ...scores, suites: Object.fromEntries(suites) };
}

const withoutStep = ({ step: _, ...score }: { readonly step: number } & NonNullable<CardRun["refined"]>) => score;

async function numbersIn(file: string): Promise<number> {
  return Object.values(await loadTensors(file)).reduce((sum, { data }) => sum + data.length, 0);
}

/** A run's recipe and what its curve adds up to; lines repeated after a resume count as the time they took. */
async function record(part: CardRun["part"], folder: string): Promise<CardRun> {
  const lines = (await readFile(join(folder, "metrics.jsonl"), "utf8"))
    .trim()
    .split("\n")
    .map((each) => JSON.parse(each));
  const timed = lines.filter(({ ms }) => ms !== undefined);
  return {
    part,
    steps: Math.max(...timed.map(({ step }) => step)),
    minutes: Math.round(timed.reduce((sum, { ms }) => sum + (ms * 50) / 60_000, 0)),
    recipe: (await json(join(folder, "run.json"))).recipe,
    ...(part === "detail" ? { refined: withoutStep(await json(join(folder, "scores.json"))) } : {}),
    ...(values.note === undefined ? {} : { note: values.note }),
  };
}

// Trains what the ablations of docs/training-log.md compare, one run after another, and prints their table.
// npx tsx scripts/run-ablations.ts [--out runs/ablations] [--count 40]: half an hour on two cores; a run that is done is kept,
//   and each row is printed as soon as it is known
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: { out: { type: "string", default: "runs/ablations" }, count: { type: "string", default: "40" } },
});
const RECIPES = "training/recipes/ablations";
const SHIPPED = "checkpoints/tiny";
/** Steps at the end of a run whose mean loss counts. */
const LAST = 100;

/** Transformers on the shipped tokenizer, each a change of `base`. */
const onOff = ["base", "alpha-0", "correction-0", "accumulated"];
const tokenizers = ["tokenizer-dual", "tokenizer-pixel"];
/** More of what the first two switch on. */
const more = ["alpha-0.9", "correction-0.3"];

console.log(`| run | nats a code, grid 1 | grid 2 | grid 3 | a picture | pass, seen | held out |
|---|---|---|---|---|---|---|`);
for (const name of onOff) console.log(await trainedTransformer(name, name, SHIPPED));
for (const name of tokenizers) {
  const folder = join(values.out, name);
  await once(folder, ["train", "tokenizer", "--recipe", join(RECIPES, `${name}.json`), "--out", folder]);
  console.log(await trainedTransformer(`base on ${name}`, "base", join(folder, "checkpoint")));
}
for (const name of more) console.log(await trainedTransformer(name, name, SHIPPED));

/** Trains and scores a transformer; its row of the table. */
async function trainedTransformer(label: string, recipe: string, tokenizer: string): Promise<string> {
  const folder = join(values.out, label.replaceAll(" ", "-"));
  const recipeFile = join(RECIPES, `${recipe}.json`);
  await once(folder, ["train", "transformer", "--tokenizer", tokenizer, "--recipe", recipeFile, "--out", folder]);
  const scores = join(folder, "scores");
  const model = join(folder, "checkpoint");
  await once(scores, ["evaluate", "--suite", "draw", "--count", values.count, "--model", model, "--out", scores]);
  const nats = await lastNats(folder);
  const { suites } = JSON.parse(await readFile(join(scores, "results.json"), "utf8"));
  const [seen, heldOut] = ["seen", "held-out"].map((split) => suites.draw.splits[split].overall as number);
  const cells = [1, 4, 16];
  const picture = nats.reduce((sum, each, k) => sum + each * (cells[k] ?? 0), 0);
  const percent = (share = 0) => `${(100 * share).toFixed(1)} %`;
  const figures = [...nats.map((each) => each.toFixed(3)), picture.toFixed(2), percent(seen), percent(heldOut)];
  return `| ${label} | ${figures.join(" | ")} |`;
}

/** Runs a training or an evaluation unless it has finished before; a training that was stopped goes on. */
async function once(folder: string, args: readonly string[]): Promise<void> {
  if (existsSync(join(folder, "results.json"))) return;
  const resumed = existsSync(join(folder, "state.safetensors")) ? ["--resume"] : [];
  const child = spawn("npx", ["tsx", "nodes/bin.ts", ...args, ...resumed], {
    stdio: ["inherit", process.stderr, "inherit"],
  });
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  if (code !== 0) process.exit(code ?? 1);
}

/** Mean nats of each grid over a run's last steps. */
async function lastNats(folder: string): Promise<readonly number[]> {
  const text = await readFile(join(folder, "metrics.jsonl"), "utf8");
  const lines = text
    .trim()
    .split("\n")
    .map((each) => JSON.parse(each) as Record<string, number>);
  const end = lines.at(-1)?.step ?? 0;
  const kept = lines.filter(({ step = 0 }) => step > end - LAST);
  return ["grid1", "grid2", "grid3"].map(
    (grid) => kept.reduce((sum, each) => sum + (each[grid] ?? 0), 0) / kept.length,
  );
}

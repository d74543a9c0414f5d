/** Runs one benchmark by name: `npx tsx bench/main.ts ops`. */
import { editor } from "./editor.ts";
import { engine } from "./engine.ts";
import { generate } from "./generate.ts";
import { machine } from "./harness.ts";
import { load } from "./load.ts";
import { ops } from "./ops.ts";
import { server } from "./server.ts";
import { trainingStepBench } from "./training-step.ts";

const benchmarks: Readonly<Record<string, (argument?: string) => Promise<void>>> = {
  ops,
  "training-step": trainingStepBench,
  generate,
  editor,
  engine,
  server,
  load,
};

const [name = "", argument] = process.argv.slice(2);
const chosen = benchmarks[name];
if (chosen === undefined) {
  console.error(`Name one of: ${Object.keys(benchmarks).join(", ")}. \`generate\` also takes a checkpoint's folder.`);
  process.exitCode = 1;
} else {
  console.log(machine());
  await chosen(argument);
}

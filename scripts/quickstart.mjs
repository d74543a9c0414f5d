// From a fresh clone to a picture: installs, builds, and runs the text-to-image workflow on the shipped model.
import { spawnSync } from "node:child_process";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { install, npm } from "./npm.mjs";

process.chdir(join(dirname(fileURLToPath(import.meta.url)), ".."));

const bin = join("dist", "nodes", "bin.js");
const workflow = "workflows/text-to-image.json";

if (!install() || !npm("run", "build")) {
  console.error("\nThe project could not be installed. It needs Node 20.19 or newer and the npm registry.");
  process.exit(1);
}

console.log(`\n> nextscale run ${workflow} --out out`);
const run = spawnSync(process.execPath, [bin, "run", workflow, "--out", "out"], {
  stdio: ["inherit", "pipe", "inherit"],
  encoding: "utf8",
});
process.stdout.write(run.stdout);
const picture = run.stdout.split("\n").findLast((line) => /\.(png|webp)$/.test(line));
if (run.status !== 0 || picture === undefined) {
  console.error("\nNo picture was made. `node dist/nodes/bin.js doctor` tells which devices work here.");
  process.exit(1);
}

console.log(`
Your picture: ${resolve(picture)}

Next:
  npx nextscale generate "a cat on a white background" --out cat.png
  npx nextscale run ${workflow} --set Prompt.text="three small blue squares on a white background" --out out
  npx nextscale serve   # the editor at http://127.0.0.1:8188/
  npx nextscale --help
`);

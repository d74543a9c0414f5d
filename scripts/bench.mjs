// Runs one bench, `npm run bench -- NAME`, or lists them.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

process.chdir(join(dirname(fileURLToPath(import.meta.url)), ".."));

const [name = "", ...rest] = process.argv.slice(2);
const file = join("bench", `${name}.ts`);
if (name === "" || !existsSync(file)) {
  const names = readdirSync("bench").flatMap((each) => /^([a-z-]+)\.ts$/.exec(each)?.[1] ?? []);
  console.error(
    `npm run bench -- NAME, where NAME is one of: ${names.filter((each) => each !== "harness").join(", ")}`,
  );
  process.exit(2);
}
const tsx = join("node_modules", "tsx", "dist", "cli.mjs");
process.exit(spawnSync(process.execPath, [tsx, file, ...rest], { stdio: "inherit" }).status ?? 1);

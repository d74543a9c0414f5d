import { spawnSync } from "node:child_process";

/** Runs npm with the output on this terminal; true when it succeeded. */
export function npm(...args) {
  console.log(`\n> npm ${args.join(" ")}`);
  return spawnSync("npm", args, { stdio: "inherit", shell: process.platform === "win32" }).status === 0;
}

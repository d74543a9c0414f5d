import { spawnSync } from "node:child_process";

/** Runs npm with the output on this terminal; true when it succeeded. */
export function npm(...args) {
  console.log(`\n> npm ${args.join(" ")}`);
  return spawnSync("npm", args, { stdio: "inherit", shell: process.platform === "win32" }).status === 0;
}

/**
 * Installs what the lock file names. `npm ci` refuses a lock file without the optional packages of other platforms, as
 * is written where the registry does not offer them; `npm install` takes the same versions and leaves the lock alone.
 */
export function install() {
  if (npm("ci", "--loglevel=error")) return true;
  console.log("`npm ci` refused the lock file; installing the versions it names with `npm install --no-save`.");
  return npm("install", "--no-save", "--loglevel=error");
}

import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The version of this package. */
export function packageVersion(): string {
  const json: unknown = JSON.parse(readFileSync(new URL("package.json", root()), "utf8"));
  return typeof json === "object" && json !== null && "version" in json ? String(json.version) : "unknown";
}

/** The folder of this package, without a slash at its end. */
export function packageFolder(): string {
  return fileURLToPath(root()).replace(/[\\/]$/, "");
}

/** One folder up from the source, two from `dist`. */
function root(): URL {
  const above = new URL("../", import.meta.url);
  return existsSync(new URL("package.json", above)) ? above : new URL("../../", import.meta.url);
}

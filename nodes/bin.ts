#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { main } from "../runtime/cli/index.ts";
import { commands } from "./commands/index.ts";

await main({
  version: packageVersion(),
  description: "Runs, trains and wires NextFlow: one model that writes text token by token and paints scale by scale.",
  commands,
});

/** Of the package.json above: one folder up from the source, two from `dist`. */
function packageVersion(): string {
  for (const folder of ["..", "../.."]) {
    const text = readIfThere(new URL(`${folder}/package.json`, import.meta.url));
    const json: unknown = text === null ? null : JSON.parse(text);
    if (typeof json === "object" && json !== null && "version" in json) return String(json.version);
  }
  return "unknown";
}

function readIfThere(file: URL): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

import { readFileSync } from "node:fs";

/** The version in the package.json above: one folder up from the source, two from `dist`. */
export function packageVersion(): string {
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

import { readText } from "../runtime/files/read.ts";
import { trainingErrors } from "./errors.ts";

/** `recipe` with the keys that the JSON file at `path` changes. Throws TRAINING_RECIPE and the errors of reading. */
export async function changedRecipe<R extends object>(recipe: R, path: string | undefined): Promise<R> {
  if (path === undefined) return recipe;
  const changes = parseObject(await readText(path));
  if (!changes) throw trainingErrors.RECIPE({ path, problem: "it is no JSON object" });
  const known = new Map<string, unknown>(Object.entries(recipe));
  for (const [key, value] of Object.entries(changes)) {
    if (!known.has(key))
      throw trainingErrors.RECIPE({ path, problem: `"${key}" is none of ${[...known.keys()].join(", ")}` });
    const wanted = kindOf(known.get(key));
    if (wanted !== "null" && value !== null && kindOf(value) !== wanted)
      throw trainingErrors.RECIPE({ path, problem: `"${key}" should be of the kind ${wanted}` });
  }
  return { ...recipe, ...changes };
}

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const kindOf = (value: unknown): string => (value === null ? "null" : Array.isArray(value) ? "list" : typeof value);

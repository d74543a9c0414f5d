import { join } from "node:path";
import { parseJson } from "../runtime/files/parse-json.ts";
import { readText, readTextIfThere } from "../runtime/files/read.ts";
import { trainingErrors } from "./errors.ts";
import { RUN_FILE } from "./run-folder.ts";

/** `recipe` with the keys that the JSON file at `path` changes. Throws TRAINING_RECIPE and the errors of reading. */
export async function changedRecipe<R extends object>(recipe: R, path: string | undefined): Promise<R> {
  return path === undefined ? recipe : changedBy(recipe, asObject(parseJson(await readText(path))), path);
}

/** The recipe of the run in `folder`, as `saveConfig` keeps it; `recipe` where there is no run yet. Throws as above. */
export async function recipeOfRun<R extends object>(recipe: R, folder: string): Promise<R> {
  const path = join(folder, RUN_FILE);
  const text = await readTextIfThere(path);
  if (text === undefined) return recipe;
  const run: { readonly recipe?: unknown } = asObject(parseJson(text)) ?? {};
  return changedBy(recipe, asObject(run.recipe), path);
}

function changedBy<R extends object>(recipe: R, changes: object | undefined, path: string): R {
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

const asObject = (value: unknown): object | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;

const kindOf = (value: unknown): string => (value === null ? "null" : Array.isArray(value) ? "list" : typeof value);

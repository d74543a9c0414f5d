import { writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { changedRecipe, recipeOfRun } from "../../training/recipe-file.ts";
import { openRunFolder } from "../../training/run-folder.ts";
import { tokenizerRecipe } from "../../training/tokenizer/recipe.ts";
import { emptyFolder } from "./toy-trainer.ts";

const at = emptyFolder();
const written = async (name: string, text: string) => {
  await writeFile(at(name), text);
  return changedRecipe(tokenizerRecipe, at(name));
};

test("a recipe file changes the keys that it names; without one the recipe stays", async () => {
  expect(await changedRecipe(tokenizerRecipe, undefined)).toBe(tokenizerRecipe);
  expect(await written("a.json", '{"steps": 7, "exchanged": null}')).toEqual({
    ...tokenizerRecipe,
    steps: 7,
    exchanged: null,
  });
});

test.each([
  ["no JSON", "{steps", "no JSON object"],
  ["a list", "[1]", "no JSON object"],
  ["an unknown key", '{"stepps": 7}', '"stepps" is none of'],
  ["a value of another kind", '{"steps": "7"}', '"steps" should be of the kind number'],
])("%s is refused in plain words", async (name, text, message) => {
  await expect(written(`${name}.json`, text)).rejects.toThrow(message);
});

test("a run that goes on has the recipe that it was begun with", async () => {
  const folder = await openRunFolder(at("run"));
  expect(await recipeOfRun(tokenizerRecipe, folder.path)).toBe(tokenizerRecipe);
  const recipe = { ...tokenizerRecipe, steps: 7, seed: 5 };
  await folder.saveConfig({ config: {}, recipe });
  expect(await recipeOfRun(tokenizerRecipe, folder.path)).toEqual(recipe);
  await folder.saveConfig({ recipe: { ...recipe, stepps: 7 } });
  await expect(recipeOfRun(tokenizerRecipe, folder.path)).rejects.toThrow('"stepps" is none of');
});

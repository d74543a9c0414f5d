import { expect, test } from "vitest";
import { openRunFolder } from "../../../training/run-folder.ts";
import { prepareTransformer } from "../../../training/transformer/prepare.ts";
import { transformerRecipe as recipe } from "../../../training/transformer/recipe.ts";
import { emptyFolder } from "../toy-trainer.ts";

const at = emptyFolder();

test("a run that goes on has its own words and codes, wherever they came from", async () => {
  const begun = await prepareTransformer({ tokenizer: at("nowhere"), from: "checkpoints/tiny", recipe });
  const folder = await openRunFolder(at("run"));
  const resume = () => prepareTransformer({ tokenizer: at("nowhere"), run: folder.path, recipe });
  await expect(resume()).rejects.toThrow("needs a finished visual tokenizer");
  await begun.writeCheckpoint(folder.checkpoint);
  const resumed = await resume();
  expect(resumed.config).toEqual(begun.config);
  expect(resumed.tokenizer.encode("a red star")).toEqual(begun.tokenizer.encode("a red star"));
  expect(Object.keys(resumed.vision)).toEqual(Object.keys(begun.vision));
  expect(resumed.first).toBeUndefined();
});

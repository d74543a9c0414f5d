import { expect, test } from "vitest";
import { pickBest } from "../../nodes/reward/pick-best.ts";
import { rewardScene } from "../../nodes/reward/reward-scene.ts";
import { runNode } from "../../nodes/testing/index.ts";
import { createRng } from "../../runtime/tensor/random.ts";
import { generateScene } from "../../training/world/generate.ts";
import { kindName, kindPlural } from "../../training/world/kinds.ts";
import { renderScene } from "../../training/world/render.ts";
import { groups } from "../../training/world/scene.ts";
import { loadSprites } from "../../training/world/sprites.ts";

const picture = (value: number) => ({ height: 1, width: 1, data: Uint8Array.of(value, value, value) });

test("Reward Scene gives 1 to what a prompt asks for, and says what another picture lacks", async () => {
  const scene = generateScene(createRng(4), { canvas: "1:1", split: "seen" }, "counting");
  const [group] = groups(scene);
  if (group === undefined) throw new Error("The scene is empty.");
  const { kind, objects } = group;
  const prompt = objects.length === 1 ? kindName(kind) : `${objects.length} ${kindPlural(kind)}`;
  const image = [renderScene(scene, await loadSprites()), picture(255)];
  const { outputs, texts, metrics } = await runNode(rewardScene, { image, prompt });
  expect(outputs).toEqual({ scores: [1, 0], mean: 0.5 });
  expect(metrics).toEqual(["reward 1 1", "reward 2 0"]);
  expect(texts).toEqual(["1.00", `0.00, missing ${objects.length} ${kindName(kind)}`]);
});

test("Reward Scene refuses a prompt that names nothing it knows, and an empty list", async () => {
  await expect(runNode(rewardScene, { image: [picture(0)], prompt: "a dinosaur" })).rejects.toThrow("two red stars");
  await expect(runNode(rewardScene, { image: [], prompt: "a cat" })).rejects.toMatchObject({
    code: "NODES_NO_PICTURE",
  });
});

test("Pick Best keeps the highest scores, best first, of equal ones the earlier", async () => {
  const image = [picture(1), picture(2), picture(3), picture(4)];
  const { outputs } = await runNode(pickBest, { image, scores: [0.2, 0.9, 0.9, 1], count: 3 });
  expect(outputs).toEqual({ image: [picture(4), picture(2), picture(3)], scores: [1, 0.9, 0.9] });
});

test("Pick Best wants a score for each picture", async () => {
  const picked = runNode(pickBest, { image: [picture(1)], scores: [] });
  await expect(picked).rejects.toMatchObject({ code: "NODES_SCORE_COUNT" });
});

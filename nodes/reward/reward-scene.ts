import { defineNode, port } from "../../runtime/workflow/index.ts";
import { detect } from "../../training/score/detect.ts";
import { readPrompt } from "../../training/score/read-prompt.ts";
import { conditionsOf, rewardOf } from "../../training/score/reward.ts";
import { loadTemplates } from "../../training/score/templates.ts";
import { nodesErrors } from "../errors.ts";
import { link } from "../ports.ts";

/** How well pictures show what a prompt asks for, as a detector sees it that reads nothing but pixels. */
export const rewardScene = defineNode({
  type: "nextscale/reward-scene",
  version: 1,
  title: "Reward Scene",
  category: "reward",
  description: "Scores pictures by what a detector of Tinyworld's objects sees: kinds, colours, counts and relations.",
  inputs: {
    image: link.image,
    prompt: port.text({ default: "", multiline: true, description: "What the pictures should show." }),
  },
  outputs: {
    scores: port.list(port.number({ description: "0 … 1 for each picture." })),
    mean: port.number({ description: "0 … 1, of all pictures." }),
  },
  validate: ({ prompt }) =>
    prompt === undefined || readPrompt(prompt).objects.length > 0
      ? null
      : `"${prompt}" names nothing that the detector knows, such as "two red stars" or "a cat above a house".`,
  run: async ({ image, prompt }, ctx) => {
    if (image.length === 0) throw nodesErrors.NO_PICTURE(undefined);
    ctx.signal.throwIfAborted();
    const expected = readPrompt(prompt);
    const templates = await loadTemplates();
    const scores: number[] = [];
    for (const [i, picture] of image.entries()) {
      ctx.signal.throwIfAborted();
      const conditions = conditionsOf(detect(picture, templates), expected);
      const reward = rewardOf(conditions);
      const missed = conditions.filter(({ met }) => met < 1).map(({ asked }) => asked);
      ctx.text(`${reward.toFixed(2)}${missed.length === 0 ? "" : `, missing ${missed.join(", ")}`}`);
      ctx.metric("reward", i + 1, reward);
      ctx.progress(i + 1, image.length, "picture");
      scores.push(reward);
    }
    return { scores, mean: scores.reduce((sum, score) => sum + score, 0) / scores.length };
  },
});

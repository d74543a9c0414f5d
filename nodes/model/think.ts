import { defineNode, port } from "../../runtime/workflow/index.ts";
import { think as writePlan } from "../painting/think.ts";
import { link } from "../ports.ts";

/** Lets the model plan the picture in words before it paints; the plan becomes part of what it reads. */
export const think = defineNode({
  type: "nextscale/think",
  version: 1,
  title: "Think",
  category: "model",
  description: "Writes what is where before a picture is painted, and reads it after the prompt.",
  device: true,
  inputs: {
    model: link.model,
    tokens: link.tokens,
    grids: link.canvas,
    seed: port.seed({ default: 0, description: "Another seed settles what the prompt leaves open in another way." }),
    temperature: port.optional(port.number({ min: 0.01, max: 10, description: "Above 1 is bolder, below is safer." })),
    topP: port.optional(port.number({ min: 0, max: 1, description: "Probability of the words one is drawn from." })),
  },
  outputs: { tokens: link.tokens, plan: port.text() },
  run: async ({ model, tokens, grids: { grids }, seed, temperature, topP }, { signal }) => {
    const [plan = []] = await writePlan(model, [tokens.ids], { grids, seeds: [seed], temperature, topP, signal });
    return { tokens: { ids: [...tokens.ids, ...plan] }, plan: model.tokenizer.decode(plan) };
  },
});

import { defineNode, port } from "../../runtime/workflow/index.ts";
import { chooseCanvas } from "../painting/choose-canvas.ts";
import { aspect, inView, link } from "../ports.ts";
import { picturesOf, plansOf, wordsOf } from "../talking/conversation.ts";
import { converseInView } from "../talking/converse-in-view.ts";
import { sentence, text, user } from "../talking/turns.ts";
import { likeliest } from "../talking/write-words.ts";

/** Thinks in a sentence before it draws: for prompts that do not name what is to be seen. */
export const thinkThenDraw = defineNode({
  type: "nextscale/think-then-draw",
  version: 1,
  title: "Think Then Draw",
  category: "abilities",
  description: "Thinks about a prompt in a sentence, then draws: for riddles, sums and what everyone knows.",
  device: true,
  inputs: {
    model: link.model,
    prompt: port.text({ default: "Draw the animal that says meow.", multiline: true }),
    seed: port.seed({ default: 0, description: "Of the picture; the thought is always the likeliest." }),
    aspect,
    limit: port.integer({ min: 1, max: 4096, default: 32, unit: "tokens", description: "Longest thought." }),
    ...inView,
  },
  outputs: { image: link.image, thought: port.text(), plan: port.text() },
  run: async ({ model, prompt, seed, aspect, ...wish }, ctx) => {
    const { grids } = chooseCanvas(model, aspect);
    const talk = { turns: [user(text(sentence(prompt)))], seed };
    const options = { form: "lines", pictures: 1, least: 1, grids, words: likeliest, ...wish } as const;
    const [answers = []] = await converseInView(model, [talk], options, ctx);
    return {
      image: answers.flatMap(picturesOf),
      thought: answers.map(wordsOf).join(" "),
      plan: answers.map(plansOf).join("\n"),
    };
  },
});

import { defineNode, port } from "../../runtime/workflow/index.ts";
import { link, wording } from "../ports.ts";
import { wordsOf } from "../talking/conversation.ts";
import { converseInView } from "../talking/converse-in-view.ts";
import { withAnswers } from "../talking/with-answers.ts";

/** Answers a conversation in words, which are shown as they are written. */
export const generateText = defineNode({
  type: "nextscale/generate-text",
  version: 1,
  title: "Generate Text",
  category: "conversation",
  description: "Answers a conversation in words, shown as they are written, token by token.",
  device: true,
  output: true,
  inputs: {
    model: link.model,
    conversation: link.conversation,
    limit: port.integer({ min: 1, max: 4096, default: 64, unit: "tokens", description: "Longest answer." }),
    seed: port.seed({ default: 0, description: "Counts where words are not always the likeliest." }),
    ...wording,
  },
  outputs: { text: port.text(), conversation: link.conversation },
  run: async ({ model, conversation, limit, seed, temperature, topK, topP }, ctx) => {
    const { canvas, turns } = conversation;
    const drawn = temperature !== undefined || topK !== undefined || topP !== undefined;
    const words = drawn ? { temperature: temperature ?? 1, topK: topK ?? 0, topP: topP ?? 1 } : {};
    const options = { form: "words", grids: canvas.grids, limit, words } as const;
    const [answers = []] = await converseInView(model, [{ turns, seed }], options, ctx);
    const text = answers.map(wordsOf).join("\n");
    return { text, conversation: { canvas, turns: withAnswers(turns, answers) } };
  },
});

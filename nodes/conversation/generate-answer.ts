import { defineNode, port } from "../../runtime/workflow/index.ts";
import { nodesErrors } from "../errors.ts";
import { inView, link } from "../ports.ts";
import { picturesOf, plansOf, wordsOf } from "../talking/conversation.ts";
import { converseInView } from "../talking/converse-in-view.ts";
import { withAnswers } from "../talking/with-answers.ts";

/** Answers a conversation in pictures, with lines of words between them or without. */
export const generateAnswer = defineNode({
  type: "nextscale/generate-answer",
  version: 1,
  title: "Generate Answer",
  category: "conversation",
  description: "Answers a conversation in pictures, or in lines of words with a picture after each.",
  device: true,
  inputs: {
    model: link.model,
    conversation: link.conversation,
    form: port.choice(["pictures", "lines"], { default: "lines", description: "lines: words before each picture." }),
    pictures: port.integer({ min: 1, max: 16, default: 1, description: "Most pictures of an answer." }),
    least: port.integer({
      min: 0,
      max: 16,
      default: 1,
      description: "With lines: fewest, even if the model would end.",
    }),
    limit: port.integer({ min: 1, max: 4096, default: 64, unit: "tokens", description: "Longest line." }),
    seed: port.seed({ default: 0 }),
    ...inView,
  },
  outputs: { image: link.image, text: port.text(), plan: port.text(), conversation: link.conversation },
  run: async ({ model, conversation: { canvas, turns }, seed, ...wish }, ctx) => {
    const [answers = []] = await converseInView(model, [{ turns, seed }], { grids: canvas.grids, ...wish }, ctx);
    const [image, text] = [answers.flatMap(picturesOf), answers.map(wordsOf).join("\n")];
    if (image.length === 0) throw nodesErrors.ANSWER_WITHOUT_PICTURE({ said: text });
    const after = withAnswers(turns, answers);
    return { image, text, plan: answers.map(plansOf).join("\n"), conversation: { canvas, turns: after } };
  },
});

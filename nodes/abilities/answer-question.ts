import { defineNode, port } from "../../runtime/workflow/index.ts";
import { encodePictures } from "../painting/encode-pictures.ts";
import { link } from "../ports.ts";
import { wordsOf } from "../talking/conversation.ts";
import { converseInView } from "../talking/converse-in-view.ts";
import { aboutEach, text, user } from "../talking/turns.ts";

/** Answers a question about each picture. */
export const answerQuestion = defineNode({
  type: "nextscale/answer-question",
  version: 1,
  title: "Answer Question",
  category: "abilities",
  description: "Answers a question about a picture: what, how many, where, in which color.",
  device: true,
  output: true,
  inputs: {
    model: link.model,
    image: link.image,
    question: port.text({ default: "What color is the background?", multiline: true }),
    limit: port.integer({ min: 1, max: 4096, default: 32, unit: "tokens", description: "Longest answer." }),
  },
  outputs: { answer: port.text({ description: "One line a picture." }) },
  run: async ({ model, image, question, limit }, ctx) => {
    const codes = await encodePictures(model, image, ctx.signal);
    const talks = aboutEach(codes, 0, (shown) => [user(shown, text(question.trim()))]);
    const answers = await converseInView(model, talks, { form: "words", grids: codes.grids, limit }, ctx);
    return { answer: answers.flat().map(wordsOf).join("\n") };
  },
});

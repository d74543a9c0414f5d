import { defineNode, port } from "../../runtime/workflow/index.ts";
import { askForCaptions } from "../painting/caption-codes.ts";
import { link } from "../ports.ts";
import { wordsOf } from "../talking/conversation.ts";
import { converseInView } from "../talking/converse-in-view.ts";

/** Says what a picture shows. Pictures are read as codes, words are written token by token. */
export const captionImage = defineNode({
  type: "nextscale/caption",
  version: 1,
  title: "Caption",
  category: "text",
  description: "Says what a picture shows, in a sentence.",
  device: true,
  output: true,
  inputs: {
    model: link.model,
    codes: link.codes,
    limit: port.integer({ min: 1, max: 4096, default: 64, unit: "tokens", description: "Longest caption." }),
  },
  outputs: { text: port.text() },
  run: async ({ model, codes, limit }, ctx) => {
    const answers = await converseInView(
      model,
      askForCaptions(codes),
      { form: "words", grids: codes.grids, limit },
      ctx,
    );
    return { text: answers.flat().map(wordsOf).join("\n") };
  },
});

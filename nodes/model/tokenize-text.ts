import { defineNode, port } from "../../runtime/workflow/index.ts";
import { promptTokens } from "../painting/prompt-tokens.ts";
import { link } from "../ports.ts";

/** Turns a prompt into the ids of its tokens, in the model's chat form. Paper §2.2. */
export const tokenizeText = defineNode({
  type: "nextscale/tokenize-text",
  version: 1,
  title: "Tokenize Text",
  category: "text",
  description: "Turns a prompt into tokens, in the model's chat form. An empty text stands for no prompt.",
  inputs: { model: link.model, text: port.text({ default: "", multiline: true }) },
  outputs: { tokens: link.tokens },
  run: ({ model, text }) => ({ tokens: { ids: promptTokens(model, text) } }),
});

import { defineNode, port } from "../../runtime/workflow/index.ts";
import { chooseWords } from "../words/choose-words.ts";

/** Chooses among words by a seed. */
export const wildcard = defineNode({
  type: "nextscale/wildcard",
  version: 1,
  title: "Wildcard",
  category: "text",
  description:
    "Replaces each {red|green|blue} by one of its choices; choices may hold choices. The same seed chooses the same.",

  inputs: {
    text: port.text({ default: "a {red|green|blue} star", multiline: true, description: "Text with {a|b} choices." }),
    seed: port.seed({ default: 0 }),
  },
  outputs: { text: port.text() },
  run: ({ text, seed }, { rng }) => ({ text: chooseWords(text, rng(seed, "wildcard")) }),
});

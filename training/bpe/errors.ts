import { defineErrors } from "../../runtime/errors.ts";

/** Training a tokenizer. */
export const bpeErrors = defineErrors("BPE", {
  VOCAB_SIZE: {
    text: (d: { got: number; least: number; most: number }) =>
      `trainBpe expected a vocabSize between ${d.least} and ${d.most}, got ${d.got}.`,
    help: "Leave room for the 256 bytes and the control tokens.",
  },
});

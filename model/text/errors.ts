import { defineErrors } from "../../runtime/errors.ts";

/** The text side of the model: tokenizer and chat form. */
export const textErrors = defineErrors("TEXT", {
  TOKENIZER_FORM: {
    text: (d: { problem: string }) => `Expected a byte-level BPE tokenizer (tokenizer.json), but ${d.problem}.`,
    help: "Use the tokenizer.json that belongs to the checkpoint; get it again if it is damaged.",
  },
  NO_CONTROL_TOKEN: {
    text: (d: { token: string }) => `The chat form needs the control token ${d.token}, and the tokenizer has none.`,
    help: "Use the tokenizer of a chat model in Qwen's form.",
  },
  PROMPT_TOO_LONG: {
    text: (d: { unit: "characters" | "tokens"; got: number; most: number; limit: number }) =>
      `The prompt has ${d.got} ${d.unit}; a prompt of ${d.limit} tokens holds at most ${d.most} ${d.unit}.`,
    help: "Shorten the prompt.",
  },
  UNKNOWN_ID: {
    text: (d: { id: number; position: number; vocabSize: number }) =>
      `The tokenizer was asked to decode id ${d.id} at position ${d.position}, which is none of its ${d.vocabSize} tokens.`,
    help: "Decode text ids only; keep the sampler inside the text vocabulary.",
  },
});

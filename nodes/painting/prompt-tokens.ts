import { chatPrompt } from "../../model/text/chat.ts";
import type { LoadedModel } from "../checkpoint/loaded-model.ts";

/** The ids of a prompt in the chat form, up to where the picture begins. An empty text stands for "no prompt". */
export const promptTokens = ({ tokenizer }: LoadedModel, text: string): readonly number[] =>
  chatPrompt(tokenizer, { user: text });

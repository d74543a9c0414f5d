import { CAPTION_QUESTION } from "../../training/world/abilities/draw-sample.ts";
import type { LoadedModel } from "../checkpoint/loaded-model.ts";
import { type Conversation, wordsOf } from "../talking/conversation.ts";
import { converse } from "../talking/converse.ts";
import { aboutEach, text, user } from "../talking/turns.ts";
import type { Codes } from "./values.ts";

interface CaptionOptions {
  /** Most tokens of a caption. Default 64. */
  readonly limit?: number;
  readonly signal?: AbortSignal;
}

/** What is asked to have each picture captioned. */
export const askForCaptions = (codes: Codes): readonly Conversation[] =>
  aboutEach(codes, 0, (shown) => [user(shown, text(CAPTION_QUESTION))]);

/** A sentence on each picture. Throws NODES_CANNOT_READ_PICTURES. */
export async function captionCodes(
  model: LoadedModel,
  codes: Codes,
  options: CaptionOptions = {},
): Promise<readonly string[]> {
  const answers = await converse(model, askForCaptions(codes), { form: "words", grids: codes.grids, ...options });
  return answers.flat().map(wordsOf);
}

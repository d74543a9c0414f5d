import type { NodeContext } from "../../runtime/workflow/index.ts";
import type { LoadedModel } from "../checkpoint/loaded-model.ts";
import { showCodes } from "../painting/show-codes.ts";
import type { Answer, Conversation } from "./conversation.ts";
import { type ConverseOptions, converse } from "./converse.ts";
import { tellWords } from "./tell-words.ts";

export interface InViewOptions extends Omit<ConverseOptions, "thinking" | "onWords" | "onScale" | "signal"> {
  /** Show the first conversation's pictures after each scale. Default true. */
  readonly preview?: boolean;
  readonly think?: boolean | undefined;
}

/** `converse` while a person watches: words as they are written, pictures after each scale, how far it is. */
export async function converseInView(
  model: LoadedModel,
  conversations: readonly Conversation[],
  { preview = true, think, ...options }: InViewOptions,
  ctx: NodeContext,
): Promise<readonly (readonly Answer[])[]> {
  const { grids, form, pictures = 1 } = options;
  const turns = conversations[0]?.turns ?? [];
  const asked = turns.filter(({ role }, t) => role === "user" && turns[t + 1]?.role !== "assistant").length;
  const all = (form === "words" ? 0 : pictures) * asked * grids.length;
  const { onWords, rest } = tellWords(ctx);
  let done = 0;
  const answers = await converse(model, conversations, {
    ...options,
    thinking: think,
    onWords,
    onScale: async ({ who, codes }) => {
      ctx.progress(++done, Math.max(done, all), "scale");
      if (preview && who[0] === 0) await showCodes(model, { grids, images: codes }, ctx);
    },
    signal: ctx.signal,
  });
  rest(answers);
  return answers;
}

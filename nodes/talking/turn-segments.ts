import type { FilledSegment } from "../../model/prefill.ts";
import type { Grid } from "../../model/schedule.ts";
import { chatParts } from "../../model/text/chat.ts";
import type { TextTokenizer } from "../../model/text/tokenizer.ts";
import type { ImageCodes, Part, Turn } from "./conversation.ts";

/**
 * A turn as the model is trained to read it (`training/transformer/conversation.ts`): a user's ends where the assistant is to
 * speak, and a turn of the assistant, whose pieces are encoded one by one, with `<|im_end|>`. A line break parts a user's
 * turn from what was said before. Throws TEXT_PROMPT_TOO_LONG, TEXT_NO_CONTROL_TOKEN.
 */
export function turnSegments(
  tokenizer: TextTokenizer,
  { role, content }: Turn,
  { first, grids }: { readonly first: boolean; readonly grids: readonly Grid[] },
): readonly FilledSegment[] {
  const image = (codes: ImageCodes): FilledSegment => ({ type: "image", grids, codes });
  const words = (ids: readonly number[]): FilledSegment => ({ type: "text", ids });
  if (role === "assistant") {
    const said = content.map((part) => {
      if (part.type === "image") return image(part.codes);
      const ids = tokenizer.encode(part.text);
      return words(part.type === "thought" ? [...ids, ...tokenizer.encode("\n")] : ids);
    });
    return [...said, endOfTurn(tokenizer)];
  }
  const parts = chatParts<ImageCodes>(tokenizer, [{ role, content: content.map(chatPart) }]);
  const asked = parts.map((part) => (part.type === "text" ? words(part.ids) : image(part.image)));
  return first ? asked : [words(tokenizer.encode("\n")), ...asked];
}

/** What ends a turn of the assistant. */
export function endOfTurn(tokenizer: TextTokenizer): FilledSegment {
  const end = tokenizer.tokenToId("<|im_end|>");
  return { type: "text", ids: end === undefined ? [] : [end] };
}

const chatPart = (part: Part) =>
  part.type === "image"
    ? ({ type: "image", image: part.codes } as const)
    : ({ type: "text", text: part.text } as const);

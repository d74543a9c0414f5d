import { textErrors } from "./errors.ts";
import { checkCharacters, checkTokens, MAX_PROMPT_TOKENS } from "./prompt-limit.ts";
import type { TextTokenizer } from "./tokenizer.ts";

/** One turn of a conversation. `I` is whatever stands for an image: its codes, its place in a list. */
export interface Turn<I = never> {
  readonly role: "system" | "user" | "assistant";
  readonly content: string | readonly Content<I>[];
}

/** Text, or an image between texts. */
export type Content<I> =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "image"; readonly image: I };

/** A stretch of the sequence: text ids, or the place of an image's rows (`<boi>` grids `<eoi>`). */
export type ChatPart<I> =
  | { readonly type: "text"; readonly ids: readonly number[] }
  | { readonly type: "image"; readonly image: I };

/** Options of the chat forms. */
export interface ChatOptions {
  /** Most text tokens, the form's own included. Default: `MAX_PROMPT_TOKENS`. */
  readonly limit?: number;
}

/**
 * Qwen's chat form (ChatML): every turn is `<|im_start|>role\n` content `<|im_end|>\n`, and then the assistant is to
 * speak: `<|im_start|>assistant\n`. Text parts that touch are one part. No system turn is added.
 * Throws TEXT_PROMPT_TOO_LONG, TEXT_NO_CONTROL_TOKEN.
 */
export function chatParts<I>(
  tokenizer: TextTokenizer,
  turns: readonly Turn<I>[],
  { limit = MAX_PROMPT_TOKENS }: ChatOptions = {},
): readonly ChatPart<I>[] {
  const contents = turns.map(({ role, content }) => ({ role, pieces: mergeTexts(role, content) }));
  const characters = contents
    .flatMap(({ pieces }) => pieces)
    .reduce((n, p) => n + (p.type === "text" ? p.text.length : 0), 0);
  checkCharacters(characters, limit);
  const start = controlId(tokenizer, "<|im_start|>");
  const end = controlId(tokenizer, "<|im_end|>");
  const newline = tokenizer.encode("\n");
  const parts: ChatPart<I>[] = [];
  let ids: number[] = [];
  let total = 0;
  const flush = () => {
    total += ids.length;
    if (ids.length > 0) parts.push({ type: "text", ids });
    ids = [];
  };
  for (const { pieces } of contents) {
    ids.push(start);
    for (const piece of pieces) {
      if (piece.type === "text") ids = ids.concat(tokenizer.encode(piece.text));
      else {
        flush();
        parts.push(piece);
      }
    }
    ids.push(end, ...newline);
  }
  ids.push(start, ...tokenizer.encode("assistant\n"));
  flush();
  checkTokens(total, limit);
  return parts;
}

/**
 * The ids before an image that is to be drawn: `<|im_start|>user\n{user}<|im_end|>\n<|im_start|>assistant\n`, after a
 * system turn if one is given. Throws TEXT_PROMPT_TOO_LONG, TEXT_NO_CONTROL_TOKEN.
 */
export function chatPrompt(
  tokenizer: TextTokenizer,
  { user, system }: { readonly user: string; readonly system?: string },
  options: ChatOptions = {},
): number[] {
  const turns: Turn[] = [{ role: "user", content: user }];
  if (system !== undefined) turns.unshift({ role: "system", content: system });
  return chatParts(tokenizer, turns, options).flatMap((part) => (part.type === "text" ? [...part.ids] : []));
}

/**
 * The ids of the assistant's answer, a caption for instance: `{answer}<|im_end|>`. They follow `chatParts` or
 * `chatPrompt`, and are what a training loss counts. Throws TEXT_PROMPT_TOO_LONG, TEXT_NO_CONTROL_TOKEN.
 */
export function chatAnswer(
  tokenizer: TextTokenizer,
  answer: string,
  { limit = MAX_PROMPT_TOKENS }: ChatOptions = {},
): number[] {
  return [...tokenizer.encode(answer, { limit: limit - 1 }), controlId(tokenizer, "<|im_end|>")];
}

/** The role line and the content; neighbouring texts are joined, since a token may cross the line between them. */
function mergeTexts<I>(role: string, content: Turn<I>["content"]): readonly Content<I>[] {
  const pieces: Content<I>[] = [];
  let text = `${role}\n`;
  for (const piece of typeof content === "string" ? [{ type: "text", text: content } as const] : content) {
    if (piece.type === "text") text += piece.text;
    else {
      pieces.push({ type: "text", text }, piece);
      text = "";
    }
  }
  return [...pieces, { type: "text", text }];
}

function controlId(tokenizer: TextTokenizer, token: string): number {
  const id = tokenizer.tokenToId(token);
  if (id === undefined) throw textErrors.NO_CONTROL_TOKEN({ token });
  return id;
}

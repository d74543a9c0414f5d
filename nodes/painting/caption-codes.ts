import { releaseContext } from "../../model/context.ts";
import { generateText } from "../../model/generate-text.ts";
import { type FilledSegment, prefill } from "../../model/prefill.ts";
import { captionParts } from "../../training/transformer/lesson.ts";
import type { LoadedModel } from "../checkpoint/loaded-model.ts";
import type { Codes } from "./values.ts";

interface CaptionOptions {
  /** Most tokens of a caption. Default 64. */
  readonly limit?: number;
  readonly signal?: AbortSignal;
}

/** A sentence on each picture. */
export async function captionCodes(
  { runner, tokenizer }: LoadedModel,
  { grids, images }: Codes,
  { limit = 64, signal }: CaptionOptions = {},
): Promise<readonly string[]> {
  const parts = captionParts(tokenizer, grids);
  const sequences = images.map((codes) =>
    parts.map((part): FilledSegment => (part.type === "text" ? part : { type: "image", grids, codes, final: true })),
  );
  const end = tokenizer.tokenToId("<|im_end|>");
  const read = await prefill(runner, sequences);
  try {
    const { ids, context } = await generateText(runner, read, {
      limit,
      stop: end === undefined ? [] : [end],
      ...(signal ? { signal } : {}),
    });
    if (context !== read) releaseContext(context);
    return ids.map((each) =>
      tokenizer
        .decode(each)
        .replace(/\p{Cc}+/gu, " ")
        .trim(),
    );
  } finally {
    releaseContext(read);
  }
}

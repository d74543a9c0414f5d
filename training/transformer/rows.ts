/** The sequences that the transformer learns from: pictures asked for by words, and words by a picture. */
import type { ModelConfig } from "../../model/config.ts";
import type { Grid } from "../../model/schedule.ts";
import type { Segment } from "../../model/sequence.ts";
import { type ChatPart, chatAnswer, chatParts, chatPrompt } from "../../model/text/chat.ts";
import type { TextTokenizer } from "../../model/text/tokenizer.ts";
import { trainingRows } from "../../model/training-rows.ts";
import { trainingErrors } from "../errors.ts";

/** Paint from words, or describe a picture. */
export type Task = "draw" | "tell";

/** The question that asks for a caption. */
export const CAPTION_QUESTION = "Describe this picture.";

export interface SequenceRows {
  /** i32 [L], 0 where padded. */
  readonly ids: Int32Array;
  /** [L + image rows, 3] */
  readonly positions: Float32Array;
  /** [L + image rows] */
  readonly groups: Int32Array;
  /** i32 [L]: the id that each text row predicts. */
  readonly targets: Int32Array;
  /** [L]: 1 where the prediction is learnt. */
  readonly weights: Float32Array;
}

interface RowsContext {
  readonly tokenizer: TextTokenizer;
  readonly config: ModelConfig;
  readonly grids: readonly Grid[];
  /** L. */
  readonly length: number;
}

/**
 * `prompt, plan → image`: the plan is learnt, and that the image follows it. Without a plan (null) the image follows the
 * prompt and no word is learnt. Throws TRAINING_TEXT_TOO_LONG.
 */
export function drawRows(
  { tokenizer, config, grids, length }: RowsContext,
  prompt: string,
  plan: string | null,
): SequenceRows {
  const image: Segment = { type: "image", grids, final: false };
  const asked: Segment = { type: "text", ids: chatPrompt(tokenizer, { user: prompt }) };
  if (plan === null) return arrange([asked, image], config, length, []);
  return arrange([asked, { type: "text", ids: tokenizer.encode(plan) }, image], config, length, [1, 2]);
}

/** `image, question → answer`: the answer is learnt. Throws TRAINING_TEXT_TOO_LONG. */
export function tellRows({ tokenizer, config, grids, length }: RowsContext, answer: string): SequenceRows {
  const question = captionParts(tokenizer, grids).map(
    (part): Segment => (part.type === "text" ? part : { type: "image", grids: part.image, final: true }),
  );
  const ids = chatAnswer(tokenizer, answer);
  return arrange([...question, { type: "text", ids }], config, length, [question.length]);
}

/** The sequence up to where the model is to describe an image. */
export const captionParts = <I>(tokenizer: TextTokenizer, image: I): readonly ChatPart<I>[] =>
  chatParts(tokenizer, [
    {
      role: "user",
      content: [
        { type: "image", image },
        { type: "text", text: CAPTION_QUESTION },
      ],
    },
  ]);

/** Learns what belongs to the segments `learnt`. */
function arrange(
  segments: readonly Segment[],
  config: ModelConfig,
  length: number,
  learnt: readonly number[],
): SequenceRows {
  const rows = trainingRows(segments, config, length);
  if (!rows) throw trainingErrors.TEXT_TOO_LONG({ rows: length });
  const { ids, positions, groups, targets, targetSegments } = rows;
  return {
    ids,
    positions,
    groups,
    targets: targets.map((id) => Math.max(id, 0)),
    weights: Float32Array.from(targetSegments, (segment) => (learnt.includes(segment) ? 1 : 0)),
  };
}

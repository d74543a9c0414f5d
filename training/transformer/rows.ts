/** Where the rows of training sequences stand. Memory order is fixed (text rows, then image rows), so that a prompt
 * before its image and an answer after one share a program; positions and groups tell the true order. */
import type { ModelConfig } from "../../model/config.ts";
import type { Grid } from "../../model/schedule.ts";
import { layOut, PADDING_GROUP, type Segment } from "../../model/sequence.ts";
import { type ChatPart, chatAnswer, chatParts, chatPrompt } from "../../model/text/chat.ts";
import type { TextTokenizer } from "../../model/text/tokenizer.ts";

/** What the picture is asked for by words, or words are asked for by the picture. */
export type Task = "draw" | "tell";

/** The question that asks for a caption. */
export const CAPTION_QUESTION = "Describe this picture.";

export interface SequenceRows {
  /** i32 [L], 0 where padded. */
  readonly ids: Int32Array;
  /** [L + image rows, 3] */
  readonly positions: Float32Array;
  readonly groups: Int32Array;
  /** i32 [L]: the id that each text row predicts; `weights` [L] is 0 where nothing is learnt. */
  readonly targets: Int32Array;
  readonly weights: Float32Array;
}

/** `prompt → image`: text of at most `length` rows, then the image's. Throws TEXT_PROMPT_TOO_LONG. */
export function drawRows(
  tokenizer: TextTokenizer,
  config: ModelConfig,
  grids: readonly Grid[],
  prompt: string,
  length: number,
): SequenceRows {
  const ids = chatPrompt(tokenizer, { user: prompt }, { limit: length });
  const segments: Segment[] = [
    { type: "text", ids },
    { type: "image", grids, final: false },
  ];
  return place(segments, config, length, ids.length);
}

/** `image, question → answer`: the answer's text rows learn. Throws TEXT_PROMPT_TOO_LONG. */
export function tellRows(
  tokenizer: TextTokenizer,
  config: ModelConfig,
  grids: readonly Grid[],
  answer: string,
  length: number,
): SequenceRows {
  const parts = captionParts(tokenizer, grids);
  const reply = chatAnswer(tokenizer, answer, { limit: length });
  const segments = parts.map(
    (part): Segment => (part.type === "text" ? part : { type: "image", grids: part.image, final: true }),
  );
  return place([...segments, { type: "text", ids: reply }], config, length, textIds(segments).length);
}

/** The sequence up to where the model is to describe an image. */
export const captionParts = (tokenizer: TextTokenizer, grids: readonly Grid[]): readonly ChatPart<readonly Grid[]>[] =>
  chatParts(tokenizer, [
    {
      role: "user",
      content: [
        { type: "image", image: grids },
        { type: "text", text: CAPTION_QUESTION },
      ],
    },
  ]);

const textIds = (segments: readonly Segment[]): number[] => segments.flatMap((s) => (s.type === "text" ? s.ids : []));

/** Text rows first, padded to `length`; rows from text row `learnFrom − 1` on predict the next id. */
function place(segments: readonly Segment[], config: ModelConfig, length: number, learnFrom: number): SequenceRows {
  const { spans, positions, groups } = layOut(segments, config);
  const ids = textIds(segments);
  const order = ["text", "image"].map((kind) =>
    spans
      .filter((s) => (s.kind === "text") === (kind === "text"))
      .flatMap((s) => Array.from({ length: s.count }, (_, i) => s.start + i)),
  ) as [number[], number[]];
  if (ids.length > length) throw new RangeError(`A training text of ${ids.length} rows does not fit ${length}.`);
  const rows = length + order[1].length;
  const out = { positions: new Float32Array(rows * 3), groups: new Int32Array(rows).fill(PADDING_GROUP) };
  const put = (from: number, to: number) => {
    out.positions.set(positions.subarray(from * 3, from * 3 + 3), to * 3);
    out.groups[to] = groups[from] as number;
  };
  for (const [i, from] of order[0].entries()) put(from, i);
  for (const [i, from] of order[1].entries()) put(from, length + i);
  const padded = new Int32Array(length);
  padded.set(ids);
  const targets = new Int32Array(length);
  targets.set(ids.slice(1));
  const weights = new Float32Array(length).map((_, i) => (i >= learnFrom - 1 && i < ids.length - 1 ? 1 : 0));
  return { ...out, ids: padded, targets, weights };
}

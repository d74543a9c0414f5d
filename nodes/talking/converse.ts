import type { PerScale } from "../../model/sampling-settings.ts";
import type { Grid } from "../../model/schedule.ts";
import type { LoadedModel } from "../checkpoint/loaded-model.ts";
import { answer } from "./answer.ts";
import { checkConversations } from "./check-conversations.ts";
import { createContextPool } from "./context-pool.ts";
import type { Answer, AnswerForm, Conversation, ImageCodes, Turn } from "./conversation.ts";
import { append, beginReading } from "./reading.ts";
import type { Draft } from "./round.ts";
import { endOfTurn, turnSegments } from "./turn-segments.ts";
import type { WordSampling } from "./write-words.ts";

export interface ConverseOptions {
  readonly form: AnswerForm;
  /** Images of an answer (most, where lines part them). Default 1; for words 0. */
  readonly pictures?: number;
  /** Where lines part images: how many there are to be, even where the model would end before. Default 0. */
  readonly least?: number;
  /** Of all images of the conversations: an image of a turn has one code a cell. */
  readonly grids: readonly Grid[];
  /** Think before an answer to pictures, and plan each picture in words. Default: if the checkpoint says that it was trained to. */
  readonly thinking?: boolean | undefined;
  /** Most tokens of an answer in words, or of a line before a picture. Default 64. */
  readonly limit?: number;
  /** How those words are drawn. Default: the likeliest in answers of words, before pictures as the checkpoint recommends. */
  readonly words?: Partial<WordSampling>;
  /** How plans are drawn. Default: as the checkpoint recommends, and the likeliest words once a picture settles what is where. */
  readonly plans?: Partial<WordSampling> | undefined;
  /** How far to steer away from a picture of nothing in particular; as in `paint`. */
  readonly guidance?: PerScale | undefined;
  /** How much the words alone count against words and images (§3.2: g_I). Default 0. */
  readonly wordGuidance?: number | undefined;
  readonly temperature?: PerScale | undefined;
  readonly topK?: PerScale | undefined;
  readonly topP?: PerScale | undefined;
  /** Hears words as they are written: `texts[j]`, so far, belongs to conversation `who[j]`. */
  readonly onWords?: ((heard: WordsHeard) => void | Promise<void>) | undefined;
  /** Hears of each scale: `codes[j]`, grids so far, belongs to conversation `who[j]`. */
  readonly onScale?: ((heard: ScaleHeard) => void | Promise<void>) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Which words or picture is being made: both 0-based, turns of the assistant and pictures within one. */
export interface Place {
  readonly turn: number;
  readonly picture: number;
}

export interface WordsHeard extends Place {
  readonly kind: "text" | "plan";
  readonly who: readonly number[];
  readonly texts: readonly string[];
}

export interface ScaleHeard extends Place {
  /** 0-based. */
  readonly scale: number;
  readonly who: readonly number[];
  readonly codes: readonly ImageCodes[];
}

/**
 * Holds conversations side by side: the model answers each turn of the user that no turn of the assistant follows, and
 * what it has read stays read. Returns per conversation an answer for each such turn. All conversations have the same
 * roles in the same order; words and numbers of images may differ.
 * Throws NODES_CANNOT_READ_PICTURES, NODES_NOTHING_ASKED, NODES_TALKS_DIFFER, NODES_CANVAS_DIFFERS,
 * TEXT_PROMPT_TOO_LONG, MODEL_SETTING.
 */
export async function converse(
  model: LoadedModel,
  conversations: readonly Conversation[],
  options: ConverseOptions,
): Promise<readonly (readonly Answer[])[]> {
  const { form, grids } = options;
  const pictures = form === "words" ? 0 : (options.pictures ?? 1);
  const roles = checkConversations(model, conversations, { pictures, grids });
  const seeds = conversations.map(({ seed }) => seed);
  const answers: Answer[][] = conversations.map(() => []);
  const pool = createContextPool();
  try {
    let reading = beginReading(model.runner, conversations.length, pool);
    let turn = 0;
    for (const [t, role] of roles.entries()) {
      const turns = conversations.map(({ turns }) => turns[t] as Turn);
      const said = turns.map((each) => turnSegments(model.tokenizer, each, { first: t === 0, grids }));
      reading = append(reading, said);
      if (role === "assistant") turn++;
      if (role === "assistant" || roles[t + 1] === "assistant") continue;
      const goesOn = t < roles.length - 1;
      const sees = conversations.map(
        (each, i) =>
          each.turns.slice(0, t + 1).some((before) => picturesIn(before) > 0) ||
          answers[i]?.some(({ pieces }) => pieces.some(({ type }) => type === "image")) === true,
      );
      const shown = turns.map(picturesIn);
      const made = await answer(model, reading, { ...options, pictures, seeds, turn, goesOn, shown, sees });
      for (const [i, draft] of made.drafts.entries()) answers[i]?.push(await decode(model, draft, options));
      const end = goesOn ? [endOfTurn(model.tokenizer)] : [];
      reading = append(
        made.reading,
        conversations.map(() => end),
      );
      turn++;
    }
  } finally {
    pool.freeAll();
  }
  return answers;
}

const picturesIn = ({ content }: Turn): number => content.filter(({ type }) => type === "image").length;

async function decode(
  { codec }: LoadedModel,
  { pieces, end }: Draft,
  { grids, signal }: ConverseOptions,
): Promise<Answer> {
  const out: Answer["pieces"][number][] = [];
  for (const piece of pieces) {
    signal?.throwIfAborted();
    out.push(piece.type === "image" ? { ...piece, picture: await codec.decode(piece.codes, grids) } : piece);
  }
  return { pieces: out, end };
}

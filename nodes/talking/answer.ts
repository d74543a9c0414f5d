import type { LoadedModel } from "../checkpoint/loaded-model.ts";
import { samplingFor } from "../painting/sampling.ts";
import type { Answer, AnswerForm, ImageCodes, Piece } from "./conversation.ts";
import type { ConverseOptions } from "./converse.ts";
import { paintNext } from "./paint-next.ts";
import { append, joinReadings, partReading, type Reading } from "./reading.ts";
import { seedOf } from "./seed-of.ts";
import { type Line, writeLine } from "./write-line.ts";
import { planSampling, writePlan } from "./write-plan.ts";
import { writeThought, writeThoughts } from "./write-thoughts.ts";
import { likeliest } from "./write-words.ts";

export interface AnswerOptions extends ConverseOptions {
  readonly form: AnswerForm;
  readonly pictures: number;
  /** One a conversation. */
  readonly seeds: readonly number[];
  /** Turns that the assistant had before. */
  readonly turn: number;
  /** Per conversation how many pictures the user has just shown. */
  readonly shown: readonly number[];
  /** Per conversation whether it has a picture, just shown or before. */
  readonly sees: readonly boolean[];
  /** Whether another turn follows. */
  readonly goesOn: boolean;
}

/** An answer whose images are still codes. */
export interface Draft {
  readonly pieces: readonly DraftPiece[];
  readonly end: Answer["end"];
}

type DraftPiece = Exclude<Piece, { readonly type: "image" }> | { readonly type: "image"; readonly codes: ImageCodes };

/** The model's answers to the turns that `before` ends with. */
export async function answer(
  model: LoadedModel,
  before: Reading,
  options: AnswerOptions,
): Promise<{ readonly reading: Reading; readonly drafts: readonly Draft[] }> {
  const { form, pictures, seeds, turn, goesOn, grids, shown, sees, signal } = options;
  const thinking = options.thinking ?? model.sampling.think !== undefined;
  const thinks = thinking && model.sampling.think?.thoughts === true;
  const clip = form === "pictures" && pictures > 1;
  const thought = thinks
    ? await writeThoughts(model, before, {
        grids,
        shown,
        turns: sees.map((each) => each || clip),
        line: {
          seeds: seeds.map((seed) => seedOf(seed, "thought", turn, 0)),
          sampling: sees.some(Boolean) ? likeliest : planSampling(model),
        },
        signal,
      })
    : { reading: before, lines: seeds.map(() => []) };
  const pieces = thought.lines.map((lines): DraftPiece[] => lines.map((text) => ({ type: "thought", text })));
  const ends = new Map<number, Answer["end"]>();
  const parted: { readonly who: readonly number[]; readonly reading: Reading }[] = [];
  let live: readonly number[] = [...seeds.keys()];
  let reading = thought.reading;
  const rounds = form === "words" ? 1 : pictures;
  for (let n = 0; n < rounds && live.length > 0; n++) {
    const seedsOf = (kind: "thought" | "picture" | "words") => live.map((i) => seedOf(seeds[i] ?? 0, kind, turn, n));
    if (thinks && form === "lines" && n > 0) {
      const next = await writeThought(model, reading, {
        seeds: seedsOf("thought"),
        sampling: planSampling(model),
        signal,
      });
      reading = next.reading;
      for (const [at, i] of live.entries()) pieces[i]?.push({ type: "thought", text: next.texts[at] ?? "" });
    }
    if (form !== "pictures") {
      const written = await writeWordsBefore(model, reading, { ...options, seeds: seedsOf("words"), live, n });
      reading = written.reading;
      const stays: number[] = [];
      const leaves: number[] = [];
      for (const [at, i] of live.entries()) {
        const { text, end } = written.lines[at] as Line;
        if (text !== "") pieces[i]?.push({ type: "text", text });
        if (end !== "line") ends.set(i, end);
        (end === "line" ? stays : leaves).push(at);
      }
      if (leaves.length > 0 && stays.length > 0) {
        const [left, stayed] = await partReading(reading, [leaves, stays]);
        parted.push({ who: leaves.map((at) => live[at] as number), reading: left as Reading });
        reading = stayed as Reading;
      } else if (stays.length === 0) break;
      live = stays.map((at) => live[at] as number);
    }
    const painted = await paintOne(model, reading, { ...options, thinking, seeds: seedsOf("picture"), live, n });
    reading = painted.reading;
    for (const [at, i] of live.entries()) pieces[i]?.push(...(painted.pieces[at] ?? []));
  }
  parted.push({ who: live, reading });
  const drafts = pieces.map((own, i): Draft => ({ pieces: own, end: ends.get(i) ?? "complete" }));
  return { reading: goesOn ? await joinReadings(parted) : reading, drafts };
}

interface Round extends AnswerOptions {
  /** Which conversations still answer; seeds are theirs. */
  readonly live: readonly number[];
  /** 0-based number of the picture. */
  readonly n: number;
}

/** A line before a picture, or an answer in words. Before a picture that has to come, any end is the end of a line. */
async function writeWordsBefore(
  model: LoadedModel,
  before: Reading,
  { form, seeds, words, limit = 64, least = 0, onWords, live, turn, n, signal }: Round,
): Promise<{ readonly reading: Reading; readonly lines: readonly Line[] }> {
  const { reading, lines } = await writeLine(model, before, {
    seeds,
    who: live,
    place: { turn, picture: n },
    breaks: form === "lines",
    limit,
    sampling: { ...(form === "words" ? likeliest : planSampling(model)), ...words },
    onWords,
    signal,
  });
  if (form === "words" || n >= least) return { reading, lines };
  const newline = model.tokenizer.encode("\n");
  const closing = lines.map(({ end }) => (end === "line" ? [] : [{ type: "text" as const, ids: newline }]));
  const closed = lines.map((line): Line => (line.end === "line" ? line : { text: `${line.text}\n`, end: "line" }));
  return { reading: append(reading, closing), lines: closed };
}

/** Plans, if the model does, and paints an image in each conversation. */
async function paintOne(
  model: LoadedModel,
  before: Reading,
  {
    grids,
    seeds,
    live,
    turn,
    n,
    pictures,
    goesOn,
    thinking,
    plans,
    sees,
    onWords,
    onScale,
    wordGuidance,
    signal,
    ...wish
  }: Round,
): Promise<{ readonly reading: Reading; readonly pieces: readonly (readonly DraftPiece[])[] }> {
  const planned = thinking
    ? await writePlan(model, before, {
        grids,
        seeds,
        who: live,
        place: { turn, picture: n },
        sampling: { ...(sees.some(Boolean) || turn > 0 || n > 0 ? likeliest : {}), ...plans },
        onWords,
        signal,
      })
    : { reading: before, texts: live.map(() => "") };
  const soFar: Int32Array[][] = live.map(() => []);
  const { reading, codes } = await paintNext(model, planned.reading, {
    grids,
    seeds,
    sampling: samplingFor(model, wish),
    wordGuidance: wordGuidance ?? 0,
    close: n < pictures - 1 || goesOn,
    onScale: async (scale, drawn) => {
      for (const [at, grid] of drawn.entries()) soFar[at]?.push(grid);
      await onScale?.({ turn, picture: n, scale, who: live, codes: soFar.map((own) => [...own]) });
    },
    signal,
  });
  const pieces = live.map((_, at): readonly DraftPiece[] => {
    const text = planned.texts[at] ?? "";
    const image: DraftPiece = { type: "image", codes: codes[at] ?? [] };
    return text === "" ? [image] : [{ type: "plan", text }, image];
  });
  return { reading, pieces };
}

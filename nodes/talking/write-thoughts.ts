import { boiId } from "../../model/config.ts";
import type { Grid } from "../../model/schedule.ts";
import { planStart } from "../../training/world/plan.ts";
import type { LoadedModel } from "../checkpoint/loaded-model.ts";
import { append, joinReadings, partReading, type Reading } from "./reading.ts";
import { type WordSampling, writeWords } from "./write-words.ts";

/** Most tokens of a line: as many as of a plan, and of the way through a clip of eight frames. */
const LIMIT = 80;

export interface ThoughtOptions {
  readonly grids: readonly Grid[];
  /** Per conversation how many pictures its user has just shown. */
  readonly shown: readonly number[];
  /** Per conversation whether a line follows of what the answer turns on; in a clip that nobody has seen it begins with the canvas. */
  readonly turns: readonly ("answer" | "clip" | null)[];
  readonly signal?: AbortSignal | undefined;
}

/** How lines are drawn: what is seen is there already, what is to happen may be any of many things. */
interface LineSampling {
  /** One a conversation. */
  readonly seeds: readonly number[];
  readonly sampling: WordSampling;
}

/**
 * What the model writes for itself before it answers (`training/transformer/conversation.ts`): of each picture just shown a
 * line of what is where, in the form of a plan, then a line of what the answer turns on. Returns the lines of each
 * conversation.
 */
export async function writeThoughts(
  model: LoadedModel,
  before: Reading,
  { grids, shown, turns, seeds, sampling, signal }: ThoughtOptions & LineSampling,
): Promise<{ readonly reading: Reading; readonly lines: readonly (readonly string[])[] }> {
  const shape = planStart(grids.at(-1) as Grid);
  const startOf = { answer: [""], clip: [shape] } as const;
  const starts = shown.map((count, i) => {
    const turn = turns[i] ?? null;
    return [...Array.from({ length: count }, () => shape), ...(turn === null ? [] : startOf[turn])];
  });
  const lines: string[][] = shown.map(() => []);
  const all = [...shown.keys()];
  let reading = before;
  for (let n = 0; n < Math.max(...starts.map(({ length }) => length)); n++) {
    const thinking = all.filter((i) => starts[i]?.[n] !== undefined);
    const done = all.filter((i) => starts[i]?.[n] === undefined);
    const [own, rest] = done.length > 0 ? await partReading(reading, [thinking, done]) : [reading];
    const begun = thinking.map((i) => starts[i]?.[n] ?? "");
    const how = { seeds: thinking.map((i) => seeds[i] as number), sampling };
    const written = await writeLines(model, own as Reading, begun, how, signal);
    for (const [at, i] of thinking.entries()) lines[i]?.push(written.texts[at] ?? "");
    reading = rest
      ? await joinReadings([
          { who: thinking, reading: written.reading },
          { who: done, reading: rest },
        ])
      : written.reading;
  }
  return { reading, lines };
}

/**
 * The line that the picture `n`, 0-based, turns on, which begins with its number from 1. Null where the turn has ended
 * instead; where the picture is `due`, it can't.
 */
export async function writeThought(
  model: LoadedModel,
  before: Reading,
  n: number,
  { due, signal, ...how }: LineSampling & Pick<ThoughtOptions, "signal"> & { readonly due: boolean },
): Promise<{ readonly reading: Reading; readonly texts: readonly (string | null)[] }> {
  const starts = how.seeds.map(() => (due ? `${n + 1}` : ""));
  const { reading, texts, ended } = await writeLines(model, before, starts, how, signal);
  return { reading, texts: texts.map((text, i) => (ended[i] === true && text === "" ? null : text)) };
}

/** One line in each conversation, from how it begins. A line that is the end of the turn is left empty. */
async function writeLines(
  model: LoadedModel,
  before: Reading,
  starts: readonly string[],
  { seeds, sampling }: LineSampling,
  signal: AbortSignal | undefined,
): Promise<{ readonly reading: Reading; readonly texts: readonly string[]; readonly ended: readonly boolean[] }> {
  const { tokenizer, config } = model;
  const begun = starts.map((start) => tokenizer.encode(start));
  const newline = tokenizer.encode("\n");
  const end = tokenizer.tokenToId("<|im_end|>");
  const segments = (ids: readonly number[]) => (ids.length > 0 ? [{ type: "text" as const, ids }] : []);
  const { reading, ids, ends } = await writeWords(model, append(before, begun.map(segments)), {
    limit: LIMIT,
    stop: [...newline, boiId(config), ...(end === undefined ? [] : [end])],
    seeds,
    sampling,
    signal,
  });
  return {
    reading: append(
      reading,
      ends.map((last) => segments(last === end ? [] : newline)),
    ),
    texts: ids.map((written, i) => tokenizer.decode([...(begun[i] ?? []), ...written])),
    ended: ends.map((last) => last !== null && last === end),
  };
}

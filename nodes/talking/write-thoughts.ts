import { boiId } from "../../model/config.ts";
import type { Grid } from "../../model/schedule.ts";
import { planStart } from "../../training/world/plan.ts";
import type { LoadedModel } from "../checkpoint/loaded-model.ts";
import { append, joinReadings, partReading, type Reading } from "./reading.ts";
import { likeliest, writeWords } from "./write-words.ts";

/** Most tokens of a line: as many as of a plan. */
const LIMIT = 40;

export interface ThoughtOptions {
  readonly grids: readonly Grid[];
  /** Per conversation how many pictures its user has just shown. */
  readonly shown: readonly number[];
  /** Per conversation whether it has a picture at all, just shown or before. */
  readonly sees: readonly boolean[];
  readonly signal?: AbortSignal | undefined;
}

/**
 * What the model writes for itself before it answers where pictures are seen (`training/transformer/lesson.ts`): of each
 * picture just shown a line of what is where, in the form of a plan, then a line of what the answer turns on. Returns the
 * lines of each conversation.
 */
export async function writeThoughts(
  model: LoadedModel,
  before: Reading,
  { grids, shown, sees, signal }: ThoughtOptions,
): Promise<{ readonly reading: Reading; readonly lines: readonly (readonly string[])[] }> {
  const shape = planStart(grids.at(-1) as Grid);
  const starts = shown.map((count, i) => [...Array.from({ length: count }, () => shape), ...(sees[i] ? [""] : [])]);
  const lines: string[][] = shown.map(() => []);
  const all = [...shown.keys()];
  let reading = before;
  for (let n = 0; n < Math.max(...starts.map(({ length }) => length)); n++) {
    const thinking = all.filter((i) => starts[i]?.[n] !== undefined);
    const done = all.filter((i) => starts[i]?.[n] === undefined);
    const [own, rest] = done.length > 0 ? await partReading(reading, [thinking, done]) : [reading];
    const begun = thinking.map((i) => starts[i]?.[n] ?? "");
    const written = await writeLines(model, own as Reading, begun, signal);
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

/** One line in each conversation, from how it begins. */
async function writeLines(
  model: LoadedModel,
  before: Reading,
  starts: readonly string[],
  signal: AbortSignal | undefined,
): Promise<{ readonly reading: Reading; readonly texts: readonly string[] }> {
  const { tokenizer, config } = model;
  const begun = starts.map((start) => tokenizer.encode(start));
  const newline = tokenizer.encode("\n");
  const end = tokenizer.tokenToId("<|im_end|>");
  const segments = (ids: readonly number[]) => (ids.length > 0 ? [{ type: "text" as const, ids }] : []);
  const { reading, ids } = await writeWords(model, append(before, begun.map(segments)), {
    limit: LIMIT,
    stop: [...newline, boiId(config), ...(end === undefined ? [] : [end])],
    seeds: starts.map(() => 0),
    sampling: likeliest,
    signal,
  });
  return {
    reading: append(
      reading,
      starts.map(() => segments(newline)),
    ),
    texts: ids.map((written, i) => tokenizer.decode([...(begun[i] ?? []), ...written])),
  };
}

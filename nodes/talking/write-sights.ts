import { boiId } from "../../model/config.ts";
import type { Grid } from "../../model/schedule.ts";
import { planStart } from "../../training/world/plan.ts";
import type { LoadedModel } from "../checkpoint/loaded-model.ts";
import { append, joinReadings, partReading, type Reading } from "./reading.ts";
import { likeliest, writeWords } from "./write-words.ts";

/** Most tokens of a line: as many as of a plan. */
const LIMIT = 40;

export interface SightOptions {
  readonly grids: readonly Grid[];
  /** Per conversation how many pictures its user has just shown. */
  readonly shown: readonly number[];
  readonly signal?: AbortSignal | undefined;
}

/**
 * What the model sees, before it answers: of each picture just shown what is where, a line each in the form of a plan
 * (`training/transformer/lesson.ts`). Returns the lines of each conversation.
 */
export async function writeSights(
  model: LoadedModel,
  before: Reading,
  { grids, shown, signal }: SightOptions,
): Promise<{ readonly reading: Reading; readonly lines: readonly (readonly string[])[] }> {
  const lines: string[][] = shown.map(() => []);
  const all = [...shown.keys()];
  let reading = before;
  for (let n = 0; n < Math.max(...shown); n++) {
    const looking = all.filter((i) => n < (shown[i] ?? 0));
    const others = all.filter((i) => n >= (shown[i] ?? 0));
    const [own, rest] = others.length > 0 ? await partReading(reading, [looking, others]) : [reading];
    const written = await writeSight(model, own as Reading, { grids, count: looking.length, signal });
    for (const [at, i] of looking.entries()) lines[i]?.push(written.texts[at] ?? "");
    reading = rest
      ? await joinReadings([
          { who: looking, reading: written.reading },
          { who: others, reading: rest },
        ])
      : written.reading;
  }
  return { reading, lines };
}

/** One line in each conversation. */
async function writeSight(
  model: LoadedModel,
  before: Reading,
  {
    grids,
    count,
    signal,
  }: { readonly grids: readonly Grid[]; readonly count: number; readonly signal: AbortSignal | undefined },
): Promise<{ readonly reading: Reading; readonly texts: readonly string[] }> {
  const { tokenizer, config } = model;
  const each = <T>(value: T): readonly T[] => Array.from({ length: count }, () => value);
  const start = tokenizer.encode(planStart(grids.at(-1) as Grid));
  const newline = tokenizer.encode("\n");
  const end = tokenizer.tokenToId("<|im_end|>");
  const { reading, ids } = await writeWords(model, append(before, each([{ type: "text", ids: start }])), {
    limit: LIMIT,
    stop: [...newline, boiId(config), ...(end === undefined ? [] : [end])],
    seeds: each(0),
    sampling: likeliest,
    signal,
  });
  return {
    reading: append(reading, each([{ type: "text", ids: newline }])),
    texts: ids.map((written) => tokenizer.decode([...start, ...written])),
  };
}

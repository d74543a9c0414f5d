import { boiId } from "../../model/config.ts";
import type { Grid } from "../../model/schedule.ts";
import { planStart } from "../../training/world/plan.ts";
import type { LoadedModel } from "../checkpoint/loaded-model.ts";
import type { Place, WordsHeard } from "./converse.ts";
import { append, type Reading } from "./reading.ts";
import { type WordSampling, writeWords } from "./write-words.ts";

/** Most tokens of a plan: five for each of six objects, and the background's. */
const LIMIT = 40;

export interface PlanOptions {
  readonly grids: readonly Grid[];
  /** One a conversation. */
  readonly seeds: readonly number[];
  /** Which conversations these are, for those who listen. */
  readonly who: readonly number[];
  readonly place: Place;
  /** Default: as the checkpoint recommends. */
  readonly sampling?: Partial<WordSampling> | undefined;
  readonly onWords?: ((heard: WordsHeard) => void | Promise<void>) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The plan of a picture, which begins with its shape. */
export async function writePlan(
  model: LoadedModel,
  before: Reading,
  { grids, seeds, who, place, sampling, onWords, signal }: PlanOptions,
): Promise<{ readonly reading: Reading; readonly texts: readonly string[] }> {
  const { tokenizer, config } = model;
  const shape = planStart(grids.at(-1) as Grid);
  const start = tokenizer.encode(shape);
  const end = tokenizer.tokenToId("<|im_end|>");
  const begun = append(
    before,
    who.map(() => [{ type: "text", ids: start }]),
  );
  const { reading, ids } = await writeWords(model, begun, {
    limit: LIMIT,
    stop: [boiId(config), ...(end === undefined ? [] : [end])],
    seeds,
    sampling: { ...planSampling(model), ...sampling },
    onWords:
      onWords && ((texts) => onWords({ kind: "plan", ...place, who, texts: texts.map((text) => `${shape}${text}`) })),
    signal,
  });
  return { reading, texts: ids.map((written) => tokenizer.decode([...start, ...written])) };
}

/** How a checkpoint wants words drawn that settle what a picture shows. */
export const planSampling = ({ sampling: { think } }: LoadedModel): WordSampling => ({
  temperature: think?.temperature ?? 1,
  topK: 0,
  topP: think?.topP ?? 0.95,
});

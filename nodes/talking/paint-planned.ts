import type { LoadedModel } from "../checkpoint/loaded-model.ts";
import { samplingFor } from "../painting/sampling.ts";
import { paintNext } from "./paint-next.ts";
import type { Reading } from "./reading.ts";
import type { DraftPiece, Round } from "./round.ts";
import { writePlan } from "./write-plan.ts";
import { likeliest } from "./write-words.ts";

/** Plans, if the model does, and paints an image in each conversation. */
export async function paintPlanned(
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

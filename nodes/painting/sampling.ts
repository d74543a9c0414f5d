import type { PerScale } from "../../model/sampling-settings.ts";
import type { LoadedModel } from "../checkpoint/loaded-model.ts";

/** How codes are drawn: one number, or one a scale. */
export interface Sampling {
  readonly guidance: PerScale;
  readonly temperature: PerScale;
  readonly topK: PerScale;
  readonly topP: PerScale;
}

/** What a person asked for; what is left out is the model's to say. */
export type SamplingWish = { readonly [K in keyof Sampling]?: Sampling[K] | undefined };

/** Where neither the person nor the checkpoint says anything: §3.2 and its companion paper. */
const fallback: Sampling = { guidance: 3, temperature: 1, topK: 2, topP: 0.9 };

/** The wish, completed by what the checkpoint recommends. */
export function samplingFor({ sampling }: LoadedModel, wish: SamplingWish): Sampling {
  const pick = (name: keyof Sampling): PerScale => wish[name] ?? sampling[name] ?? fallback[name];
  return {
    guidance: pick("guidance"),
    temperature: pick("temperature"),
    topK: pick("topK"),
    topP: pick("topP"),
  };
}

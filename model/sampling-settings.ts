import { modelErrors } from "./errors.ts";

/** A sampling setting: one number, or one per scale (the last goes on for further scales). */
export type PerScale = number | readonly number[];

/** The value of a setting at 0-based `scale`. Throws MODEL_SETTING for an empty list. */
export function atScale(value: PerScale, scale: number, setting: string): number {
  const found = typeof value === "number" ? value : value[Math.min(scale, value.length - 1)];
  if (found === undefined) throw modelErrors.SETTING({ setting, want: "at least one number", got: "none" });
  return found;
}

interface Sampling<T> {
  readonly temperature: T;
  readonly topK: T;
  readonly topP: T;
}

/** The sampling settings at 0-based `scale`. Throws MODEL_SETTING, which names the setting and its range. */
export function checkSampling(scale: number, settings: Sampling<PerScale>): Sampling<number> {
  const at = (name: keyof Sampling<PerScale>, fits: (x: number) => boolean, want: string) => {
    const value = atScale(settings[name], scale, name);
    if (!fits(value)) throw modelErrors.SETTING({ setting: name, want, got: String(value) });
    return value;
  };
  return {
    temperature: at("temperature", (x) => x > 0 && Number.isFinite(x), "a number above 0"),
    topK: at("topK", (x) => Number.isInteger(x) && x >= 0, "a whole number, 0 for all"),
    topP: at("topP", (x) => x >= 0 && x <= 1, "0 to 1"),
  };
}

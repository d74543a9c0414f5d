import { en, type WordKey } from "./en.ts";
import { zh } from "./zh.ts";

export type { WordKey } from "./en.ts";

export const LANGUAGES = ["en", "zh"] as const;
export type Language = (typeof LANGUAGES)[number];

const TABLES = { en, zh } as const;

export type Slots = Readonly<Record<string, string | number>>;

/** A sentence in a language, its slots filled. */
export function sentence(language: Language, key: WordKey, slots: Slots = {}): string {
  return TABLES[language][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(slots[name] ?? whole));
}

/** The language of ours that comes first among those a person reads. */
export function languageOf(wanted: readonly string[]): Language {
  const found = wanted.map((tag) => LANGUAGES.find((language) => tag.toLowerCase().startsWith(language)));
  return found.find((language) => language !== undefined) ?? "en";
}

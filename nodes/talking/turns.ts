import type { Codes } from "../painting/values.ts";
import type { ImageCodes, Part, Turn } from "./conversation.ts";

export const text = (value: string): Part => ({ type: "text", text: value });
export const image = (codes: ImageCodes): Part => ({ type: "image", codes });
export const user = (...content: readonly Part[]): Turn => ({ role: "user", content });

/** A sentence as the model learnt them: one that has no end gets a full stop. */
export const sentence = (words: string): string => {
  const trimmed = words.trim();
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
};

/** The sentences of a text of which each line is one. */
export const sentences = (lines: string): readonly string[] =>
  lines.split(/\r?\n/).flatMap((line) => (line.trim() === "" ? [] : [sentence(line)]));

/** One conversation for each image, with seeds that count on: what is asked of it. */
export const aboutEach = ({ images }: Codes, seed: number, ask: (image: Part) => readonly Turn[]) =>
  images.map((codes, i) => ({ turns: ask(image(codes)), seed: seed + i }));

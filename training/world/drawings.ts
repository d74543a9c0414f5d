import pack from "./emoji.json" with { type: "json" };
import type { Kind } from "./kinds.ts";
import { colors, type EmojiName, type Shape } from "./vocabulary.ts";

/** The drawing of a kind as an `<svg>` element of `side` px at (x, y), to stand inside another one. */
export function drawing(kind: Kind, x: number, y: number, side: number): string {
  const place = `x="${x}" y="${y}" width="${side}" height="${side}"`;
  if (kind.type === "emoji") {
    const { body, width, height } = emojiDrawings[kind.emoji];
    return `<svg ${place} viewBox="0 0 ${width} ${height}">${body}</svg>`;
  }
  const fill = `rgb(${colors[kind.color].join(",")})`;
  return `<svg ${place} viewBox="0 0 100 100"><g fill="${fill}" stroke="${fill}" stroke-width="6" stroke-linejoin="round">${outlines[kind.shape]}</g></svg>`;
}

/** A missing drawing does not compile: run `scripts/pack-emoji.mjs`. */
const emojiDrawings: Readonly<
  Record<EmojiName, { readonly body: string; readonly width: number; readonly height: number }>
> = pack.drawings;

/** Outlines on a 100×100 field, with room for half the stroke (3). */
const outlines: Readonly<Record<Shape, string>> = {
  circle: `<circle cx="50" cy="50" r="46"/>`,
  square: `<path d="M7 7H93V93H7Z"/>`,
  triangle: `<path d="M50 8L96 91H4Z"/>`,
  star: `<path d="M50 4L61.8 36.8L96.6 37.9L69 59.2L78.8 92.6L50 73L21.2 92.6L31 59.2L3.4 37.9L38.2 36.8Z"/>`,
  heart: `<path d="M50 92C20 68 4 52 4 32C4 17 15 8 27 8C37 8 46 14 50 24C54 14 63 8 73 8C85 8 96 17 96 32C96 52 80 68 50 92Z"/>`,
  diamond: `<path d="M50 4L86 50L50 96L14 50Z"/>`,
  ring: `<circle cx="50" cy="50" r="36" fill="none" stroke-width="22"/>`,
  cross: `<path d="M36 6H64V36H94V64H64V94H36V64H6V36H36Z"/>`,
};

/** Ways to move, and how they are said. */
import type { Wordings } from "./sample.ts";

export const directions = {
  right: {
    row: 0,
    column: 1,
    words: [
      "moves to the right",
      "moves right",
      "goes right",
      "glides right",
      "slides right",
      "goes to the right",
      "slides to the right",
    ],
  },
  left: {
    row: 0,
    column: -1,
    words: [
      "moves to the left",
      "moves left",
      "goes left",
      "glides left",
      "slides left",
      "goes to the left",
      "slides to the left",
    ],
  },
  up: { row: -1, column: 0, words: ["moves up", "rises", "goes up", "climbs", "slides up", "climbs up"] },
  down: { row: 1, column: 0, words: ["moves down", "falls", "goes down", "drops", "slides down", "drops down"] },
} as const satisfies Record<string, { readonly row: number; readonly column: number; readonly words: Wordings }>;
export type Direction = keyof typeof directions;

/** There and back again. */
export const back: Readonly<Record<Direction, Wordings>> = {
  right: [
    "moves to the right and back",
    "slides right and returns",
    "goes to the right and returns",
    "moves right and comes back",
    "goes right and comes back",
  ],
  left: [
    "moves to the left and back",
    "slides left and returns",
    "goes to the left and returns",
    "moves left and comes back",
    "goes left and comes back",
  ],
  up: [
    "jumps",
    "hops up and down",
    "jumps up and lands",
    "leaps up and comes back",
    "goes up and back down",
    "leaps up and lands",
  ],
  down: [
    "dives and comes up",
    "moves down and back up",
    "slides down and returns",
    "goes down and comes back",
    "dives and returns",
    "goes down and returns",
  ],
};

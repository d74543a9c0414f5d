/** How changes are said. */
import type { Wordings } from "./sample.ts";

export const edits = ["recolour", "move", "resize", "add", "remove", "replace", "count", "background"] as const;
export type EditName = (typeof edits)[number];

/** How each change is said. */
export const editWordings = {
  recolour: [
    "make {it} {color}",
    "paint {it} {color}",
    "change the color of {it} to {color}",
    "give {it} the color {color}",
    "turn {it} {color}",
    "let {it} be {color}",
    "make the color of {it} {color}",
    "{it} should be {color}",
    "repaint {it} {color}",
    "color {it} in {color}",
    "color {it} {color}",
  ],
  move: [
    "move {it} {place}",
    "put {it} {place}",
    "place {it} {place}",
    "shift {it} {place}",
    "set {it} {place}",
    "drag {it} {place}",
    "{it} should be {place}",
    "bring {it} {place}",
  ],
  resize: [
    "make {it} bigger",
    "make {it} larger",
    "enlarge {it}",
    "make {it} grow",
    "grow {it}",
    "let {it} become larger",
    "let {it} be bigger",
    "{it} should be larger",
    "let {it} grow",
  ],
  add: [
    "add {new}",
    "add {new} {place}",
    "put {new} {place}",
    "place {new} {place}",
    "set {new} {place}",
    "insert {new} {place}",
    "paint {new} {place}",
    "draw {new} {place}",
  ],
  remove: [
    "remove {it}",
    "take {it} away",
    "delete {it}",
    "erase {it}",
    "take {it} out",
    "clear {it} away",
    "wipe {it} out",
    "drop {it}",
    "{it} should be gone",
    "get rid of {it}",
  ],
  replace: [
    "replace {it} with {new}",
    "turn {it} into {new}",
    "swap {it} for {new}",
    "change {it} into {new}",
    "make {it} {new}",
    "let {it} become {new}",
    "let {new} take the place of {it}",
    "change {it} to {new}",
  ],
  count: [
    "make it {count}",
    "there should be {count}",
    "change the number to {count}",
    "let there be {count}",
    "show {count}",
    "make the number {count}",
    "I need {count}",
    "have {count}",
    "give me {count}",
    "I want {count}",
  ],
  background: [
    "make the background {color}",
    "change the background to {color}",
    "use a {color} background",
    "put it on a {color} background",
    "set the background to {color}",
    "paint the background {color}",
    "let the background be {color}",
    "set it on a {color} background",
  ],
} as const satisfies { readonly [E in EditName]: Wordings };

/** How a resize to less is said. */
export const smallerWordings: Wordings = [
  "make {it} smaller",
  "shrink {it}",
  "make {it} shrink",
  "let {it} become smaller",
  "let {it} be smaller",
  "{it} should be smaller",
  "let {it} shrink",
];

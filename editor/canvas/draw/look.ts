/** Colours and fonts of the canvas. */
export interface Look {
  readonly canvas: string;
  readonly grid: string;
  readonly card: string;
  readonly cardEdge: string;
  readonly shade: string;
  readonly field: string;
  readonly fieldEdge: string;
  readonly fill: string;
  readonly text: string;
  readonly muted: string;
  readonly faint: string;
  readonly accent: string;
  readonly running: string;
  readonly good: string;
  readonly bad: string;
  readonly pictureBack: string;
  /** Lightness that colours of types have, in percent. */
  readonly lightness: number;
}

export const FONT = '"Inter", "Segoe UI", system-ui, -apple-system, "Liberation Sans", sans-serif';

export const dark: Look = {
  canvas: "#0e1015",
  grid: "#242832",
  card: "#191c24",
  cardEdge: "#2d323e",
  shade: "rgba(0,0,0,0.35)",
  field: "#11141a",
  fieldEdge: "#2a2f3a",
  fill: "#2a3050",
  text: "#e9ecf3",
  muted: "#9aa3b5",
  faint: "#5d6678",
  accent: "#8e9bff",
  running: "#ffb55a",
  good: "#6fd69a",
  bad: "#ff7080",
  pictureBack: "#0b0d11",
  lightness: 68,
};

export const light: Look = {
  canvas: "#eef0f5",
  grid: "#d3d8e3",
  card: "#ffffff",
  cardEdge: "#ccd2de",
  shade: "rgba(40,50,80,0.14)",
  field: "#f3f5f9",
  fieldEdge: "#d5dae5",
  fill: "#dbe0ff",
  text: "#1b2030",
  muted: "#566077",
  faint: "#8b94a8",
  accent: "#4f5de0",
  running: "#c26a00",
  good: "#1c8a4f",
  bad: "#c9243b",
  pictureBack: "#e4e8f0",
  lightness: 42,
};

/** Hue and saturation of the types that the built-in nodes link. */
const HUES: ReadonlyMap<string, readonly [number, number]> = new Map([
  ["MODEL", [262, 75]],
  ["TOKENS", [45, 85]],
  ["GRIDS", [300, 55]],
  ["SEQUENCE", [330, 75]],
  ["LOGITS", [6, 80]],
  ["CODES", [24, 85]],
  ["IMAGE", [204, 88]],
  ["MASK", [158, 55]],
  ["VIDEO", [188, 70]],
  ["STRING", [96, 50]],
  ["INT", [172, 48]],
  ["FLOAT", [196, 45]],
  ["BOOLEAN", [342, 60]],
  ["LOOP", [52, 60]],
  ["*", [225, 10]],
]);

const CATEGORIES: ReadonlyMap<string, readonly [number, number]> = new Map([
  ["model", [262, 70]],
  ["image", [204, 80]],
  ["text", [96, 45]],
  ["numbers", [172, 48]],
  ["batch", [158, 50]],
  ["flow", [45, 75]],
  ["training", [6, 70]],
]);

/** The colour of links and ports of a type; one that nobody named gets a hue of its own. */
export function typeColour(type: string, { lightness }: Look): string {
  const [first = "*"] = type.split(",");
  return colour(HUES.get(first) ?? [hueOf(first), 60], lightness);
}

export function categoryColour(category: string, { lightness }: Look): string {
  const [first = ""] = category.split("/");
  return colour(CATEGORIES.get(first) ?? [hueOf(first), 45], lightness);
}

function colour([hue, saturation]: readonly [number, number], lightness: number): string {
  return `hsl(${hue} ${saturation}% ${lightness}%)`;
}

function hueOf(text: string): number {
  let hash = 7;
  for (const letter of text) hash = (hash * 31 + letter.charCodeAt(0)) % 360;
  return hash;
}

import type { Image } from "../world/image.ts";
import type { Kind } from "../world/kinds.ts";
import type { Box } from "../world/scene.ts";
import type { Rgb } from "../world/vocabulary.ts";
import { type Match, matchRegion, type View } from "./match.ts";
import { borderColor, soften, squaredDistance } from "./pixels.ts";
import { type Region, regions } from "./regions.ts";
import type { Templates } from "./templates.ts";

/** An object seen in a picture. */
export interface Detection {
  readonly kind: Kind;
  /** Around its visible pixels. */
  readonly box: Box;
  /** Likeness to the kind's drawing, 0 … 1. */
  readonly score: number;
}

/** Distances to the background, 0–441, at which the picture is cut: low ones keep pale parts, high ones part neighbours. */
const thresholds = [26, 50, 85, 130];
/**
 * A match below this likeness, or off by more than this colour error (0–255), is no object. A plain shape has nothing but
 * its outline, so that must fit better. Clean objects score 1.00; blurred by 1 px with noise of 10 levels at least 0.96.
 */
const accept = { score: { shape: 0.95, emoji: 0.93 }, error: 30 } as const;

/**
 * Finds the objects of Tinyworld in a picture. It knows the drawings, but reads nothing except pixels: the background is
 * the colour of the border, candidates are connected foreground, and each is compared with all drawings at many sizes.
 * What looks like none of them well enough is left out.
 */
export function detect(image: Image, templates: Templates): Detection[] {
  const background = borderColor(image);
  const view = look(image, background);
  const seen: Candidate[] = [];
  for (const threshold of thresholds) {
    const visible = templates.visible(background, threshold);
    for (const region of regions(view.distance2, image.height, image.width, threshold)) {
      if (seen.some((known) => known.match.score >= certain && alike(known.region.box, region.box))) continue;
      const match = matchRegion(view, region, templates, visible);
      if (match && isGood(match, templates)) seen.push({ region, match });
    }
  }
  return choose(seen).map(({ region, match }) => ({
    kind: templates.kinds[match.kind] as Kind,
    box: region.box,
    score: match.score,
  }));
}

function isGood({ kind, score, error }: Match, { kinds }: Templates): boolean {
  return score >= accept.score[(kinds[kind] as Kind).type] && error <= accept.error;
}

/** A region as good as this is not looked at again at other thresholds. */
const certain = 0.96;

interface Candidate {
  readonly region: Region;
  readonly match: Match;
}

function look(image: Image, background: Rgb): View {
  const { height, width } = image;
  const soft = soften(image.data, height, width, 3);
  const distance2 = Float32Array.from({ length: height * width }, (_, p) => squaredDistance(soft, p * 3, background));
  return { height, width, soft, background, distance2 };
}

/** Those that explain most come first; each takes its place. */
function choose(candidates: readonly Candidate[]): Candidate[] {
  const chosen: Candidate[] = [];
  for (const next of candidates.toSorted((a, b) => b.match.explained - a.match.explained)) {
    if (!chosen.some((taken) => collide(taken.region.box, next.region.box))) chosen.push(next);
  }
  return chosen;
}

/** True when the edges are at most two pixels apart. */
function alike(a: Box, b: Box): boolean {
  const edges = [
    a.top - b.top,
    a.left - b.left,
    a.top + a.height - b.top - b.height,
    a.left + a.width - b.left - b.width,
  ];
  return edges.every((difference) => Math.abs(difference) <= 2);
}

/** True when a third of the smaller box lies in the other. */
function collide(a: Box, b: Box): boolean {
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const smaller = Math.min(a.height * a.width, b.height * b.width);
  return height > 0 && width > 0 && height * width > smaller / 3;
}

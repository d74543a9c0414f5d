import type { Box } from "../world/scene.ts";
import type { Rgb } from "../world/vocabulary.ts";
import type { Region } from "./regions.ts";
import type { Template, Templates } from "./templates.ts";

/** The softened picture beside what is known of it. */
export interface View {
  readonly height: number;
  readonly width: number;
  /** [H · W · 3] */
  readonly soft: Float32Array;
  readonly background: Rgb;
  /** Squared distance of each pixel to the background. [H · W] */
  readonly distance2: Float32Array;
}

/** The kind that explains a region best. */
export interface Match {
  /** Index into `templates.kinds`. */
  readonly kind: number;
  /** Likeness of region and drawing, 1 equal, 0 no better than nothing: 1 − |a − b|² / (|a|² + |b|²) over background. */
  readonly score: number;
  /** Root mean square colour error over the pixels of either, 0–255. */
  readonly error: number;
  /** How much of the picture's squared distance to the background the drawing explains. */
  readonly explained: number;
}

interface Pose {
  readonly kind: number;
  readonly level: number;
  /** Centre of the template's square, px. */
  readonly y: number;
  readonly x: number;
}

interface Fit extends Match {
  readonly pose: Pose;
}

/** Kinds whose first fit is among the best so many are fitted finely. */
const finalists = 3;
/** How far (px, and share) a region's sides may be from a drawing's. */
const slack = { pixels: 2, share: 0.08 };

/** Matches a region with every kind. `visible[kind]` is the kind's visible box as shares of its side. */
export function matchRegion(
  view: View,
  region: Region,
  templates: Templates,
  visible: readonly (Box | null)[],
): Match | null {
  const owner = ownership(view, region);
  const fits: Fit[] = [];
  for (const [kind, shares] of visible.entries()) {
    const pose = shares && firstPose(kind, shares, region.box, templates.sides);
    if (pose) fits.push(measure(view, owner, pose, templates, coarse(pose, templates)));
  }
  fits.sort((a, b) => b.score - a.score);
  const fine = fits
    .slice(0, finalists)
    .map((first) => measure(view, owner, refine(view, owner, first, templates).pose, templates, 1));
  return fine.reduce<Fit | null>((best, next) => (best && best.score >= next.score ? best : next), null);
}

/** Lays the drawing's visible box over the region's; null when their forms differ too much. */
function firstPose(kind: number, shares: Box, box: Box, sides: readonly number[]): Pose | null {
  const side = (box.height + box.width) / (shares.height + shares.width);
  const misfit = Math.abs(side * shares.height - box.height);
  if (misfit > slack.pixels + slack.share * Math.max(box.height, box.width)) return null;
  return {
    kind,
    level: nearest(sides, side),
    y: box.top + box.height / 2 + side * (0.5 - shares.top - shares.height / 2),
    x: box.left + box.width / 2 + side * (0.5 - shares.left - shares.width / 2),
  };
}

/** Climbs over shifts of a pixel and neighbouring sizes. */
function refine(view: View, owner: Ownership, first: Fit, templates: Templates): Fit {
  let best = first;
  for (let round = 0; round < 4; round++) {
    const { kind, level, y, x } = best.pose;
    const steps: Pose[] = [
      { kind, level, y: y - 1, x },
      { kind, level, y: y + 1, x },
      { kind, level, y, x: x - 1 },
      { kind, level, y, x: x + 1 },
    ];
    if (level > 0) steps.push({ kind, level: level - 1, y, x });
    if (level + 1 < templates.sides.length) steps.push({ kind, level: level + 1, y, x });
    const next = steps
      .map((pose) => measure(view, owner, pose, templates, coarse(pose, templates)))
      .reduce((a, b) => (b.score > a.score ? b : a));
    if (next.score <= best.score) break;
    best = next;
  }
  return best;
}

/** Which pixels are the region's (1), another component's (2) or background (0). */
interface Ownership {
  readonly of: Uint8Array;
  readonly energy: number;
  readonly area: number;
}

function ownership({ distance2 }: View, { labels, members }: Region): Ownership {
  const of = new Uint8Array(labels.length);
  let [energy, area] = [0, 0];
  for (let p = 0; p < of.length; p++) {
    const label = labels[p] as number;
    if (label === 0) continue;
    of[p] = members.has(label) ? 1 : 2;
    if (of[p] !== 1) continue;
    energy += distance2[p] as number;
    area++;
  }
  return { of, energy, area };
}

/**
 * Compares picture and drawing at a pose, over the region and the drawing's square, other components left out. With a
 * `stride` only every so many rows and columns are read, for a quick estimate.
 */
function measure(view: View, owner: Ownership, pose: Pose, templates: Templates, stride: number): Fit {
  const template = templates.get(pose.kind, pose.level);
  const [top, left] = [Math.round(pose.y - template.side / 2), Math.round(pose.x - template.side / 2)];
  const sums = compare(view, owner, template, top, left, stride);
  const outside = Math.max(owner.energy - sums.own, 0);
  const wrong = sums.wrong + outside;
  const picture = sums.picture + outside;
  const area = sums.area + Math.max(owner.area - sums.ownArea, 0);
  return {
    pose,
    kind: pose.kind,
    score: 1 - wrong / (picture + sums.drawing),
    error: Math.sqrt(wrong / (3 * Math.max(area, 1))),
    explained: picture - wrong,
  };
}

/** Sums of squares over the drawing's square at (top, left); pixels beyond the picture are background. */
function compare(view: View, owner: Ownership, template: Template, top: number, left: number, stride: number) {
  const { height, width, soft, background, distance2 } = view;
  const { side, data } = template;
  const [red, green, blue] = background;
  let [picture, drawing, wrong, own, area, ownArea] = [0, 0, 0, 0, 0, 0];
  for (let v = 0; v < side; v += stride) {
    const y = top + v;
    for (let u = 0; u < side; u += stride) {
      const x = left + u;
      const inside = y >= 0 && x >= 0 && y < height && x < width;
      const p = y * width + x;
      const whose = inside ? (owner.of[p] as number) : 0;
      if (whose === 2) continue;
      const t = (v * side + u) * 4;
      const cover = data[t + 3] as number;
      if (whose === 0 && cover === 0) continue;
      const dr = (data[t] as number) - cover * red;
      const dg = (data[t + 1] as number) - cover * green;
      const db = (data[t + 2] as number) - cover * blue;
      drawing += dr * dr + dg * dg + db * db;
      if (whose === 1 || cover > 0.25) area++;
      if (!inside) {
        wrong += dr * dr + dg * dg + db * db;
        continue;
      }
      const distance = distance2[p] as number;
      picture += distance;
      if (whose === 1) {
        own += distance;
        ownArea++;
      }
      const er = (soft[p * 3] as number) - red - dr;
      const eg = (soft[p * 3 + 1] as number) - green - dg;
      const eb = (soft[p * 3 + 2] as number) - blue - db;
      wrong += er * er + eg * eg + eb * eb;
    }
  }
  const every = stride * stride;
  return {
    picture: picture * every,
    drawing: drawing * every,
    wrong: wrong * every,
    own: own * every,
    area: area * every,
    ownArea: ownArea * every,
  };
}

/** The stride that still reads about 16 × 16 pixels of a drawing. */
function coarse({ level }: Pose, { sides }: Templates): number {
  return Math.max(1, Math.floor((sides[level] as number) / 16));
}

function nearest(sides: readonly number[], side: number): number {
  return sides.reduce(
    (best, value, i) => (Math.abs(value - side) < Math.abs((sides[best] as number) - side) ? i : best),
    0,
  );
}

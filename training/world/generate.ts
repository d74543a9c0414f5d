import type { Rng } from "../../runtime/tensor/random.ts";
import { type Split, splitOf } from "./held-out.ts";
import { backgroundNames, colorNames, contrasts, type Kind, kindType, sameKind } from "./kinds.ts";
import { type Extent, type Fits, layOut } from "./layout.ts";
import { clearRelation, placeOf } from "./relations.ts";
import { boxOf, type Scene, type SceneObject, type Size } from "./scene.ts";
import { type Canvas, canvases, cellSide, emoji, shapes } from "./vocabulary.ts";

/** The six task families of GenEval (arXiv 2310.11513, §3.1), and mixtures of up to four objects. */
export const categories = [
  "single-object",
  "two-objects",
  "counting",
  "colors",
  "position",
  "attribute-binding",
  "mixture",
] as const;
export type Category = (typeof categories)[number];

export interface SceneOptions {
  readonly canvas: Canvas;
  readonly split: Split;
}

/** A random scene of a category, or of a random one. The same numbers from `rng` give the same scene. */
export function generateScene(rng: Rng, { canvas, split }: SceneOptions, category = drawCategory(rng)): Scene {
  const rule = rules[category];
  const { height, width } = canvases[canvas];
  const chosen = drawKinds(rng, rule, split);
  const suited = backgroundNames.filter((name) => chosen.every(({ kind }) => contrasts(kind, name)));
  const background = rng.pick(suited);
  const fits = rule.fits(rng, { height, width });
  for (let round = 0; ; round++) {
    // After many failures small objects always fit: the smallest canvas has 15 cells.
    const items = chosen.flatMap(({ kind, count }) => {
      const size = round < 16 ? rule.size(rng, { height, width }, chosen.length === 1 && count === 1) : 1;
      return Array.from({ length: count }, () => ({ kind, size }));
    });
    const objects = layOut(rng, { height, width }, items, fits);
    if (objects) return { height, width, background, objects };
  }
}

interface Rule {
  /** Share of training scenes, in hundredths. */
  readonly weight: number;
  /** How many of each kind. */
  readonly counts: (rng: Rng) => readonly number[];
  readonly kind: (rng: Rng) => Kind;
  /** May kinds stand together? Kinds of two groups always differ. */
  readonly together: (kinds: readonly Kind[]) => boolean;
  readonly size: (rng: Rng, canvas: Extent, alone: boolean) => Size;
  /** Draws the demand on places once per scene. */
  readonly fits: (rng: Rng, canvas: Extent) => Fits;
}

const two = {
  counts: () => [1, 1],
  kind: drawKind,
  together: differentTypes,
  size: sizes(25, 55, 20),
  fits: (rng) => (rng.uniform() < 0.8 ? related : anywhere),
} as const satisfies Omit<Rule, "weight">;

const single = {
  counts: () => [1],
  kind: drawKind,
  together: () => true,
  size: sizes(18, 36, 46),
  fits: (rng, canvas) => (rng.uniform() < 0.8 ? (_, place) => hasNamedPlace(place, canvas) : anywhere),
} as const satisfies Omit<Rule, "weight">;

const rules: { readonly [C in Category]: Rule } = {
  "single-object": { ...single, weight: 26 },
  colors: { ...single, weight: 12, kind: anyShape },
  "two-objects": { ...two, weight: 15 },
  position: { ...two, weight: 13, fits: () => related },
  "attribute-binding": { ...two, weight: 9, kind: anyShape, together: bindable },
  counting: {
    weight: 14,
    counts: (rng) => [2 + rng.integer(3)],
    kind: drawKind,
    together: () => true,
    size: sizes(60, 40),
    fits: (rng) => (rng.uniform() < 0.4 ? lined : anywhere),
  },
  mixture: {
    weight: 11,
    counts: (rng) =>
      rng.pick([
        [2, 1],
        [1, 2],
        [3, 1],
        [2, 2],
        [1, 1, 1],
        [1, 1, 1],
        [2, 1, 1],
        [1, 1, 1, 1],
      ]),
    kind: drawKind,
    together: () => true,
    size: sizes(50, 50),
    fits: () => anywhere,
  },
};

function drawCategory(rng: Rng): Category {
  return weighted(
    rng,
    categories.map((category) => [category, rules[category].weight]),
  );
}

/** Kinds with their counts; drawn again until they are different, allowed together and of the split. */
function drawKinds(rng: Rng, rule: Rule, split: Split): { readonly kind: Kind; readonly count: number }[] {
  for (;;) {
    const chosen = rule.counts(rng).map((count) => ({ kind: rule.kind(rng), count }));
    const kinds = chosen.map(({ kind }) => kind);
    const different = kinds.every((a, i) => !kinds.slice(i + 1).some((b) => sameKind(a, b)));
    if (different && rule.together(kinds) && splitOf(kinds) === split) return chosen;
  }
}

function anyShape(rng: Rng): Kind {
  return { type: "shape", shape: rng.pick(shapes), color: rng.pick(colorNames) };
}

/** Any kind: nearly half of the time a shape. */
export function drawKind(rng: Rng): Kind {
  return rng.uniform() < 0.45 ? anyShape(rng) : { type: "emoji", emoji: rng.pick(emoji).name };
}

function differentTypes(kinds: readonly Kind[]): boolean {
  return new Set(kinds.map(kindType)).size === kinds.length;
}

function bindable(kinds: readonly Kind[]): boolean {
  return (
    differentTypes(kinds) && new Set(kinds.map((kind) => kind.type === "shape" && kind.color)).size === kinds.length
  );
}

/** Draws a size with these weights. A lone large object fills a square canvas. */
function sizes(small: number, medium: number, large = 0): Rule["size"] {
  return (rng, { height, width }, alone) => {
    const side = alone && Math.min(height, width) / cellSide >= 4 ? 4 : 3;
    return weighted(rng, [
      [1, small],
      [2, medium],
      [side, large],
    ]);
  };
}

/** A value drawn with probability proportional to its weight. */
function weighted<T>(rng: Rng, rows: readonly (readonly [T, number])[]): T {
  let left = rng.uniform() * rows.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [value, weight] of rows) {
    left -= weight;
    if (left < 0) return value;
  }
  return (rows.at(-1) as readonly [T, number])[0];
}

function anywhere(): boolean {
  return true;
}

function related([a]: readonly SceneObject[], b: SceneObject): boolean {
  return a === undefined || clearRelation(boxOf(a), boxOf(b)) !== null;
}

function lined(placed: readonly SceneObject[], { row, column }: SceneObject): boolean {
  return placed.every((object) => object.row === row) || placed.every((object) => object.column === column);
}

function hasNamedPlace(object: SceneObject, canvas: Extent): boolean {
  const { vertical, horizontal } = placeOf(boxOf(object), canvas);
  return vertical !== "between" && horizontal !== "between";
}

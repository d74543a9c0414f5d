import type { Box } from "../world/scene.ts";

/** Pixels that may be one object: the components of one foreground mask that `members` names. */
export interface Region {
  readonly box: Box;
  /** Component of each pixel, 0 background; shared by the regions of one mask. [H · W] */
  readonly labels: Int32Array;
  readonly members: ReadonlySet<number>;
}

interface Component {
  readonly label: number;
  readonly area: number;
  readonly box: Box;
}

/** Components smaller than this many pixels are specks. */
const speck = 10;
/** Parts of one drawing lie at most this many pixels apart. */
const gap = 4;
/** Only so many of the largest components are looked at: a picture of noise must not take for ever. */
const most = 12;

/**
 * Candidate regions of the foreground where `distance2` (squared, to the background; [H · W]) exceeds `threshold`²:
 * every 8-connected component, every near pair, every chain of near ones.
 */
export function regions(distance2: Float32Array, height: number, width: number, threshold: number): Region[] {
  const labels = new Int32Array(height * width);
  const components = label(distance2, height, width, threshold ** 2, labels)
    .filter(({ area }) => area >= speck)
    .toSorted((a, b) => b.area - a.area)
    .slice(0, most);
  const sets: Component[][] = components.map((component) => [component]);
  for (const [i, a] of components.entries()) {
    for (const b of components.slice(i + 1)) if (near(a.box, b.box)) sets.push([a, b]);
  }
  sets.push(...chains(components).filter((chain) => chain.length > 2));
  return sets.map((set) => ({
    box: set.map(({ box }) => box).reduce(around),
    labels,
    members: new Set(set.map((component) => component.label)),
  }));
}

function label(
  distance2: Float32Array,
  height: number,
  width: number,
  threshold2: number,
  labels: Int32Array,
): Component[] {
  const components: Component[] = [];
  const stack: number[] = [];
  for (let start = 0; start < labels.length; start++) {
    if (labels[start] !== 0 || (distance2[start] as number) <= threshold2) continue;
    const name = components.length + 1;
    let [top, left, bottom, right, area] = [height, width, 0, 0, 0];
    labels[start] = name;
    stack.push(start);
    for (let p = stack.pop(); p !== undefined; p = stack.pop()) {
      const [y, x] = [Math.floor(p / width), p % width];
      area++;
      top = Math.min(top, y);
      bottom = Math.max(bottom, y + 1);
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      for (let v = Math.max(y - 1, 0); v <= Math.min(y + 1, height - 1); v++) {
        for (let u = Math.max(x - 1, 0); u <= Math.min(x + 1, width - 1); u++) {
          const q = v * width + u;
          if (labels[q] !== 0 || (distance2[q] as number) <= threshold2) continue;
          labels[q] = name;
          stack.push(q);
        }
      }
    }
    components.push({ label: name, area, box: { top, left, height: bottom - top, width: right - left } });
  }
  return components;
}

/** Components joined through near neighbours. */
function chains(components: readonly Component[]): Component[][] {
  const left = new Set(components);
  const found: Component[][] = [];
  for (const first of components) {
    if (!left.delete(first)) continue;
    const chain = [first];
    for (const member of chain) {
      for (const other of left) {
        if (!near(member.box, other.box)) continue;
        left.delete(other);
        chain.push(other);
      }
    }
    found.push(chain);
  }
  return found;
}

function near(a: Box, b: Box): boolean {
  const dx = Math.max(b.left - a.left - a.width, a.left - b.left - b.width);
  const dy = Math.max(b.top - a.top - a.height, a.top - b.top - b.height);
  return Math.max(dx, dy) <= gap;
}

function around(a: Box, b: Box): Box {
  const [top, left] = [Math.min(a.top, b.top), Math.min(a.left, b.left)];
  const bottom = Math.max(a.top + a.height, b.top + b.height);
  const right = Math.max(a.left + a.width, b.left + b.width);
  return { top, left, height: bottom - top, width: right - left };
}

import type { Pair } from "../../core/document.ts";
import type { Piece } from "../../core/reroutes.ts";
import { bendOf } from "./scene.ts";

/** A piece of a link with its two ends, in units of the graph. */
export interface DrawnPiece extends Piece {
  readonly from: Pair;
  readonly to: Pair;
}

/** Points of a curve that are looked at. */
const STEPS = 24;

/** The piece that is nearest to a place, if one is within `reach` of it. */
export function pieceAt(pieces: readonly DrawnPiece[], at: Pair, reach: number): Piece | null {
  let [nearest, least]: [DrawnPiece | null, number] = [null, reach];
  for (const piece of pieces) {
    const far = distance(piece, at);
    if (far < least) [nearest, least] = [piece, far];
  }
  return nearest === null ? null : { link: nearest.link, reroute: nearest.reroute };
}

function distance({ from, to }: DrawnPiece, [x, y]: Pair): number {
  const bend = bendOf(from, to);
  const [a, b] = [from[0] + bend, to[0] - bend];
  let least = Number.POSITIVE_INFINITY;
  let before: Pair = from;
  for (let step = 1; step <= STEPS; step++) {
    const t = step / STEPS;
    const s = 1 - t;
    const across = s ** 3 * from[0] + 3 * s * s * t * a + 3 * s * t * t * b + t ** 3 * to[0];
    const down = s ** 3 * from[1] + 3 * s * s * t * from[1] + 3 * s * t * t * to[1] + t ** 3 * to[1];
    least = Math.min(least, toLine([x, y], before, [across, down]));
    before = [across, down];
  }
  return least;
}

function toLine([x, y]: Pair, [ax, ay]: Pair, [bx, by]: Pair): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}

import type { LGraph, LLink } from "@comfyorg/litegraph";
import { typeColour } from "../draw/look.ts";
import type { DrawnPiece } from "../draw/pieces.ts";
import { bendOf, type DrawnLink, drawLinks, FARTHEST_BEND } from "../draw/scene.ts";
import type { CanvasHost } from "../host.ts";
import type { EditorCanvas } from "./canvas.ts";
import { type Knob, RoutedLink } from "./knob.ts";

type Pair = readonly [number, number];
type Rect = ArrayLike<number>;

const STRAIGHT: readonly Knob[] = [];

/** Draws the links that can be seen. Those into a node that runs are alive. */
export function drawEditorLinks(context: CanvasRenderingContext2D, canvas: EditorCanvas, host: CanvasHost): void {
  const { graph, isFar, renderedPaths } = canvas;
  renderedPaths.clear();
  if (graph === null) return;
  const look = host.look();
  const [left = 0, top = 0, width = 0, height = 0] = canvas.visible_area;
  const colours = new Map<string, string>();
  const colourOf = (type: string): string => {
    const known = colours.get(type) ?? typeColour(type, look);
    colours.set(type, known);
    return known;
  };
  const seen: DrawnLink[] = [];
  const live: DrawnLink[] = [];
  const isSeen = (a: Pair, b: Pair): boolean => {
    const bend = isFar ? 0 : bendOf(a, b);
    if (Math.max(a[0], b[0]) + bend < left || Math.min(a[0], b[0]) - bend > left + width) return false;
    return Math.max(a[1], b[1]) >= top && Math.min(a[1], b[1]) <= top + height;
  };
  const routed = new Set<Knob>();
  for (const link of graph._links.values()) {
    if (link._dragging) continue;
    const [source, target] = [graph._nodes_by_id[link.origin_id], graph._nodes_by_id[link.target_id]];
    const input = target?.inputs[link.target_slot];
    if (source === undefined || target === undefined || input === undefined) continue;
    const way = link instanceof RoutedLink ? link.way : STRAIGHT;
    if (way.length === 0 && !mayCross(source.boundingRect, target.boundingRect, canvas.visible_area)) continue;
    const from = pair(source.getOutputPos(link.origin_slot));
    const to = pair(target.getInputSlotPos(input));
    const start = way.at(-1)?.middle ?? from;
    const isLastSeen = isSeen(start, to);
    if (!isLastSeen && way.length === 0) continue;
    const output = source.outputs[link.origin_slot];
    const colour = colourOf(String(link.type === "*" ? (output?.type ?? "*") : link.type));
    const isLive = !isFar && host.runOf(String(target.id))?.state === "running";
    const draw = (drawn: DrawnLink): void => {
      seen.push(drawn);
      if (isLive) live.push(drawn);
    };
    way.forEach((knob, i) => {
      const piece = { from: way[i - 1]?.middle ?? from, to: knob.middle, colour };
      knob.colour = colour;
      if (!routed.has(knob) && isSeen(piece.from, piece.to)) draw(piece);
      routed.add(knob);
    });
    if (!isLastSeen) continue;
    draw({ from: start, to, colour });
    if (isFar) continue;
    markMiddle(link, start, to);
    renderedPaths.add(link);
  }
  context.globalAlpha = 0.85;
  drawLinks(context, seen, isFar ? 2 : 2.5, isFar);
  context.globalAlpha = 1;
  if (live.length === 0) return;
  context.setLineDash([10, 16]);
  context.lineDashOffset = -performance.now() / 28;
  drawLinks(
    context,
    live.map((link) => ({ ...link, colour: look.text })),
    2.5,
    false,
  );
  context.setLineDash([]);
}

/** Every piece of every link, for who looks for the one under the pointer. */
export function linkPieces({ _links, _nodes_by_id }: LGraph): readonly DrawnPiece[] {
  return [..._links.values()].flatMap((link): DrawnPiece[] => {
    const [source, target] = [_nodes_by_id[link.origin_id], _nodes_by_id[link.target_id]];
    const input = target?.inputs[link.target_slot];
    if (source === undefined || target === undefined || input === undefined) return [];
    const way = link instanceof RoutedLink ? link.way : STRAIGHT;
    const from = pair(source.getOutputPos(link.origin_slot));
    const to = pair(target.getInputSlotPos(input));
    const led = way.map(({ middle, reroute }, i) => ({
      link: link.id,
      reroute,
      from: way[i - 1]?.middle ?? from,
      to: middle,
    }));
    return [...led, { link: link.id, reroute: null, from: way.at(-1)?.middle ?? from, to }];
  });
}

/** Whether a link between two nodes may reach into an area, by where they lie: to find its ends takes much longer. */
function mayCross(a: Rect, b: Rect, area: Rect): boolean {
  return overlap(a, b, area, 0, FARTHEST_BEND) && overlap(a, b, area, 1, 0);
}

function overlap(a: Rect, b: Rect, area: Rect, axis: 0 | 1, beyond: number): boolean {
  const [ofA, ofB, start] = [a[axis] ?? 0, b[axis] ?? 0, area[axis] ?? 0];
  const first = Math.min(ofA, ofB) - beyond;
  const last = Math.max(ofA + (a[axis + 2] ?? 0), ofB + (b[axis + 2] ?? 0)) + beyond;
  return first <= start + (area[axis + 2] ?? 0) && last >= start;
}

/** The middle of a link is where a press opens its menu. */
function markMiddle(link: LLink, from: Pair, to: Pair): void {
  link._pos[0] = (from[0] + to[0]) / 2;
  link._pos[1] = (from[1] + to[1]) / 2;
}

function pair([x = 0, y = 0]: ArrayLike<number> & Iterable<number>): Pair {
  return [x, y];
}

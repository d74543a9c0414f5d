import { METRICS } from "../../core/node-size.ts";
import type { NodeRun } from "../../core/run-state.ts";
import { FONT, type Look, typeColour } from "./look.ts";
import { fitText } from "./text.ts";

type Context = CanvasRenderingContext2D;

/** A port as it is drawn, in units of the graph from the node's corner. */
export interface DrawnPort {
  readonly x: number;
  readonly y: number;
  readonly label: string;
  readonly type: string;
  readonly isLinked: boolean;
  readonly side: "input" | "output";
  /** Ports of widgets are only drawn when they are linked, hovered or wanted. */
  readonly ofWidget: boolean;
  /** While a link is dragged: whether it may end here. */
  readonly fit: "none" | "yes" | "no";
}

/** A node as it is drawn. */
export interface Card {
  readonly title: string;
  readonly width: number;
  /** Of the body below the title, with what hangs below the widgets. */
  readonly height: number;
  readonly isCollapsed: boolean;
  readonly isSelected: boolean;
  readonly isHovered: boolean;
  readonly isMissing: boolean;
  /** What one can go into has a sign of its own. */
  readonly isSubgraph: boolean;
  readonly mode: number;
  readonly colour: string;
  readonly run: NodeRun | undefined;
  readonly ports: readonly DrawnPort[];
  readonly words: {
    readonly cached: string;
    readonly missing: string;
    readonly muted: string;
    readonly bypassed: string;
  };
  readonly now: number;
  /** False from so far that letters of widgets and ports are too small to be read: only the title is written. */
  readonly isLegible: boolean;
}

const RADIUS = 10;
const PORT = 5;

/** The widest letter of a name that is read from far, in units of the graph. */
const FAR_WIDEST = 24;

/** Far away: a node is a box in its colour; `isNamed` writes its title large enough to be read. */
export function drawFar(
  context: Context,
  { title, width, height, colour, isSelected, run, isCollapsed }: Card,
  isNamed: boolean,
  look: Look,
): void {
  const tall = isCollapsed ? 0 : height;
  context.fillStyle = run?.state === "running" ? look.running : run?.state === "error" ? look.bad : look.card;
  context.fillRect(0, -METRICS.title, width, tall + METRICS.title);
  context.fillStyle = colour;
  context.fillRect(0, -METRICS.title, width, METRICS.title * 0.6);
  if (isNamed && tall > 40) {
    context.font = `600 24px ${FONT}`;
    context.textAlign = "left";
    context.textBaseline = "top";
    context.fillStyle = look.text;
    context.fillText(fitText(context, title, width - 24, FAR_WIDEST), 12, 2);
  }
  if (!isSelected) return;
  context.strokeStyle = look.accent;
  context.lineWidth = 6;
  context.strokeRect(0, -METRICS.title, width, tall + METRICS.title);
}

/** The body of a node: shadow, surface, title, marks. Widgets and pictures are drawn over it. */
export function drawCard(context: Context, card: Card, look: Look): void {
  const { width, height, isCollapsed, isLegible, mode } = card;
  const tall = (isCollapsed ? 0 : height) + METRICS.title;
  const top = -METRICS.title;
  context.globalAlpha = mode === 2 ? 0.4 : mode === 4 ? 0.65 : 1;

  context.fillStyle = isLegible ? look.shade : look.cardEdge;
  if (isLegible) box(context, 1, top + 5, width - 2, tall, RADIUS + 2);
  else box(context, -1, top - 1, width + 2, tall + 2, RADIUS + 1);
  context.fillStyle = look.card;
  box(context, 0, top, width, tall, RADIUS);

  const alpha = context.globalAlpha;
  context.globalAlpha = alpha * 0.2;
  context.fillStyle = card.colour;
  box(context, 0, top, width, METRICS.title, isCollapsed ? RADIUS : [RADIUS, RADIUS, 0, 0]);
  context.globalAlpha = alpha;
  if (mode === 4) hatch(context, top, width, tall, look);

  drawTitle(context, card, look);
  drawProgress(context, card, look);
  drawEdge(context, card, top, tall, look);
}

function drawTitle(context: Context, card: Card, look: Look): void {
  const { width, colour, isCollapsed, run } = card;
  const middle = -METRICS.title / 2;
  context.fillStyle = colour;
  context.beginPath();
  if (isCollapsed) {
    context.moveTo(13, middle - 5);
    context.lineTo(20, middle);
    context.lineTo(13, middle + 5);
  } else if (card.isSubgraph) {
    context.rect(10, middle - 6, 8, 8);
    context.rect(14, middle - 2, 8, 8);
  } else context.arc(16, middle, 4.5, 0, Math.PI * 2);
  context.fill();

  const badge = badgeOf(card, look);
  context.textBaseline = "middle";
  let right = width - 12;
  if (badge !== null && !isCollapsed) {
    context.font = `600 10.5px ${FONT}`;
    context.textAlign = "right";
    context.fillStyle = badge.colour;
    context.fillText(badge.text, right, middle + 0.5);
    right -= context.measureText(badge.text).width + 8;
  }
  context.font = `600 13px ${FONT}`;
  context.textAlign = "left";
  context.fillStyle = run?.state === "error" ? look.bad : look.text;
  context.fillText(fitText(context, card.title, right - 29), 29, middle + 0.5);
}

function badgeOf(
  { run, mode, isMissing, words, now }: Card,
  look: Look,
): { readonly text: string; readonly colour: string } | null {
  if (isMissing) return { text: words.missing, colour: look.bad };
  if (mode === 2) return { text: words.muted, colour: look.muted };
  if (mode === 4) return { text: words.bypassed, colour: look.muted };
  if (run === undefined) return null;
  if (run.problems.length > 0) return { text: "!", colour: look.bad };
  switch (run.state) {
    case "running": {
      const part =
        run.max > 1 && run.value > 0
          ? `${run.label} ${run.value}/${run.max}`.trim()
          : seconds(now - (run.startedAt ?? now));
      return { text: part, colour: look.running };
    }
    case "cached":
      return { text: words.cached, colour: look.good };
    case "done":
      return run.took === null ? null : { text: seconds(run.took), colour: look.muted };
    default:
      return null;
  }
}

/** A time in few letters: "0.42 s", "12 s", "3:05". */
export function seconds(milliseconds: number): string {
  const time = Math.max(0, milliseconds) / 1000;
  if (time < 10) return `${time.toFixed(time < 1 ? 2 : 1)} s`;
  if (time < 60) return `${Math.round(time)} s`;
  return `${Math.floor(time / 60)}:${String(Math.floor(time % 60)).padStart(2, "0")}`;
}

function drawProgress(context: Context, { run, width, now }: Card, look: Look): void {
  if (run?.state !== "running") return;
  context.fillStyle = look.running;
  if (run.max > 1 && run.value > 0) {
    context.fillRect(1, -2, (width - 2) * Math.min(1, run.value / run.max), 2.5);
    return;
  }
  const at = ((now / 1200) % 1) * (width + 60) - 60;
  const from = Math.max(1, at);
  context.fillRect(from, -2, Math.max(0, Math.min(width - 1, at + 60) - from), 2.5);
}

function drawEdge(context: Context, card: Card, top: number, tall: number, look: Look): void {
  const { run, isSelected, isHovered, isMissing, width } = card;
  const isBad = run?.state === "error" || (run?.problems.length ?? 0) > 0 || isMissing;
  const edge = run?.state === "running" ? look.running : isBad ? look.bad : isSelected ? look.accent : null;
  if (edge === null && !isHovered && !card.isLegible) return;
  context.lineWidth = edge === null ? 1 : 2;
  context.strokeStyle = edge ?? (isHovered ? look.faint : look.cardEdge);
  if (isMissing) context.setLineDash([7, 5]);
  context.beginPath();
  context.roundRect(0, top, width, tall, RADIUS);
  context.stroke();
  context.setLineDash([]);
  if (edge === null || isMissing) return;
  context.globalAlpha *= 0.22;
  context.lineWidth = 7;
  context.beginPath();
  context.roundRect(-2, top - 2, width + 4, tall + 4, RADIUS + 2);
  context.stroke();
  context.globalAlpha /= 0.22;
}

function hatch(context: Context, top: number, width: number, tall: number, look: Look): void {
  context.save();
  context.beginPath();
  context.roundRect(0, top, width, tall, RADIUS);
  context.clip();
  context.strokeStyle = look.fill;
  context.lineWidth = 3;
  context.beginPath();
  for (let x = -tall; x < width; x += 14) {
    context.moveTo(x, top + tall);
    context.lineTo(x + tall, top);
  }
  context.stroke();
  context.restore();
}

/** Ports, over everything else of the node. */
export function drawPorts(
  context: Context,
  { ports, width, isCollapsed, isHovered, isLegible }: Card,
  look: Look,
): void {
  context.textBaseline = "middle";
  context.font = `12px ${FONT}`;
  for (const port of ports) {
    const isShown = !port.ofWidget || port.isLinked || port.fit === "yes" || (isHovered && port.fit === "none");
    if (!isShown) continue;
    context.globalAlpha = port.fit === "no" ? 0.25 : port.ofWidget && !port.isLinked ? 0.55 : 1;
    const colour = typeColour(port.type, look);
    context.beginPath();
    context.arc(port.x, port.y, port.fit === "yes" ? PORT + 2 : port.ofWidget ? PORT - 1 : PORT, 0, Math.PI * 2);
    context.fillStyle = port.isLinked || port.fit === "yes" ? colour : look.card;
    context.fill();
    if (isLegible || !port.isLinked) {
      context.lineWidth = 2;
      context.strokeStyle = colour;
      context.stroke();
    }
    if (isCollapsed || port.ofWidget || !isLegible) continue;
    context.fillStyle = port.isLinked ? look.text : look.muted;
    const isInput = port.side === "input";
    context.textAlign = isInput ? "left" : "right";
    context.fillText(fitText(context, port.label, width / 2), port.x + (isInput ? 13 : -13), port.y + 0.5);
  }
  context.globalAlpha = 1;
}

function box(context: Context, x: number, y: number, width: number, height: number, radius: number | number[]): void {
  context.beginPath();
  context.roundRect(x, y, width, height, radius);
  context.fill();
}

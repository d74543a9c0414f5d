import { fits } from "../../core/edits/links.ts";
import { METRICS } from "../../core/node-size.ts";
import type { NodeRun } from "../../core/run-state.ts";
import { type Card, type DrawnPort, drawCard, drawFar, drawPorts } from "../draw/card.ts";
import { drawField, fieldBox } from "../draw/field.ts";
import { categoryColour, type Look } from "../draw/look.ts";
import { drawPictures, type Picture } from "../draw/pictures.ts";
import { drawResult, resultRatio } from "../draw/run-result.ts";
import { drawSmallField } from "../draw/small-field.ts";
import type { CanvasHost } from "../host.ts";
import type { EditorCanvas } from "./canvas.ts";
import type { EditorNode, FieldWidget } from "./node.ts";

/** From this scale on a node that is far away has its name. */
const NAMED = 0.2;
/** Height of the letters of widgets and ports, in units of the graph, and the least that can be read, in dots of the screen. */
const LETTER = 12;
const LEGIBLE = 7;

/** Draws a node whose corner is where the context stands. */
export function drawEditorNode(
  context: CanvasRenderingContext2D,
  node: EditorNode,
  canvas: EditorCanvas,
  host: CanvasHost,
): void {
  const look = host.look();
  const run = host.runOf(String(node.id));
  const isFar = canvas.isFar;
  const pictures = run === undefined ? [] : host.picturesOf(String(node.id), run);
  node.makeRoom(ratioOf(pictures, run));
  const card = cardOf(node, run, canvas, host, isFar ? [] : portsOf(node, canvas));
  if (isFar) {
    drawFar(context, card, canvas.ds.scale > NAMED, look);
    if (pictures.length > 0) showResult(context, node, pictures, run, look);
    return;
  }
  node.arrange();
  node.makeRoom(ratioOf(pictures, run));
  drawCard(context, card, look);
  if (!card.isCollapsed) {
    for (const field of node.fields) drawOne(context, node, field, card, host);
    showResult(context, node, pictures, run, look);
  }
  context.globalAlpha = 1;
  drawPorts(context, card, look);
}

function cardOf(
  node: EditorNode,
  run: NodeRun | undefined,
  canvas: EditorCanvas,
  host: CanvasHost,
  ports: readonly DrawnPort[],
): Card {
  const look = host.look();
  const isCollapsed = node.flags.collapsed === true;
  return {
    title: node.title,
    width: isCollapsed ? (node._collapsed_width ?? node.size[0] ?? 0) : (node.size[0] ?? 0),
    height: (node.size[1] ?? 0) + node.hang,
    isCollapsed,
    isSelected: canvas.selectedItems.has(node),
    isHovered: node.mouseOver !== undefined,
    isMissing: node.info === null,
    isSubgraph: node.isSubgraph,
    mode: node.mode,
    colour: node.color ?? (node.info === null ? look.faint : categoryColour(node.info.category, look)),
    run,
    ports,
    words: host.words(),
    now: performance.timeOrigin + performance.now(),
    isLegible: LETTER * canvas.ds.scale * (window.devicePixelRatio || 1) >= LEGIBLE,
  };
}

function portsOf(node: EditorNode, { linkConnector }: EditorCanvas): readonly DrawnPort[] {
  const isCollapsed = node.flags.collapsed === true;
  const held = linkConnector.isConnecting ? linkConnector.renderLinks[0] : undefined;
  const heldType = String(held?.fromSlot.type ?? "");
  const wanted = held === undefined || held.node === node ? null : linkConnector.state.connectingTo;
  const [left = 0, top = 0] = node.pos;
  const inputs = node.inputs.map((slot): DrawnPort => {
    const [x = 0, y = 0] = node.getInputSlotPos(slot);
    const fit = held === undefined ? "none" : wanted === "input" && fits(heldType, String(slot.type)) ? "yes" : "no";
    const label = slot.label ?? slot.localized_name ?? slot.name;
    const ofWidget = slot.widget !== undefined;
    return {
      x: x - left,
      y: y - top,
      label,
      type: String(slot.type),
      isLinked: slot.link !== null,
      side: "input",
      ofWidget,
      fit,
    };
  });
  const outputs = node.outputs.map((slot, i): DrawnPort => {
    const [x = 0, y = 0] = node.getOutputPos(i);
    const fit = held === undefined ? "none" : wanted === "output" && fits(String(slot.type), heldType) ? "yes" : "no";
    const label = slot.label ?? slot.localized_name ?? slot.name;
    const isLinked = (slot.links?.length ?? 0) > 0;
    return { x: x - left, y: y - top, label, type: String(slot.type), isLinked, side: "output", ofWidget: false, fit };
  });
  const all = [...inputs, ...outputs];
  return isCollapsed ? all.filter(({ isLinked }) => isLinked) : all;
}

function drawOne(
  context: CanvasRenderingContext2D,
  node: EditorNode,
  field: FieldWidget,
  { run, isLegible }: Card,
  host: CanvasHost,
): void {
  const { name } = field;
  if (field.input.widget === null) return;
  const box = fieldBox(field.y, node.size[0] ?? 0, field.computedHeight ?? METRICS.widget);
  const drawn = {
    ...box,
    label: field.input.label ?? name,
    widget: field.input.widget,
    value: node.values?.values.get(name) ?? null,
    control: node.values?.controls.get(name) ?? null,
    isLinked: field.computedDisabled === true,
    isHovered: node.mouseOver?.overWidget === field,
    isNote: node.note === name,
    isBad: run?.problems.some(({ input }) => input === name) ?? false,
    words: host.words(),
  };
  (isLegible || drawn.isNote ? drawField : drawSmallField)(context, drawn, host.look());
}

function showResult(
  context: CanvasRenderingContext2D,
  node: EditorNode,
  pictures: readonly Picture[],
  run: NodeRun | undefined,
  look: Look,
): void {
  node.pictureBoxes = [];
  if (node.shown === null || node.flags.collapsed === true) return;
  if (pictures.length > 0) node.pictureBoxes = drawPictures(context, pictures, node.shown, look);
  else if (run !== undefined) drawResult(context, run, node.shown, look);
}

/** Height by width of what a node shows; null when it shows nothing. */
function ratioOf(pictures: readonly Picture[], run: NodeRun | undefined): number | null {
  const [first] = pictures;
  if (first !== undefined) return first.height / first.width;
  return run === undefined ? null : resultRatio(run);
}

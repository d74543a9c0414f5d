import {
  type CanvasPointerEvent,
  type INodeSlot,
  type LGraph,
  LGraphCanvas,
  LGraphGroup,
  type LGraphNode,
  type LinkSegment,
} from "@comfyorg/litegraph";
import type { Pair } from "../../core/document.ts";
import type { Piece } from "../../core/reroutes.ts";
import { typeColour } from "../draw/look.ts";
import { pieceAt } from "../draw/pieces.ts";
import { bendOf, drawGrid, drawGroup, drawKnob } from "../draw/scene.ts";
import type { CanvasHost, Point } from "../host.ts";
import { drawEditorLinks, linkPieces } from "./draw-links.ts";
import { drawEditorNode } from "./draw-node.ts";
import { KNOB, KNOB_PORT, Knob } from "./knob.ts";
import { EditorNode } from "./node.ts";
import { pullLink } from "./pull-link.ts";

/** Below this scale nodes are boxes and links are lines. */
export const FAR = 0.36;
/** Pixels from a link within which it is meant. */
const REACH = 8;

/** litegraph's canvas with our drawing; menus, prompts and searches are left to the page. */
export class EditorCanvas extends LGraphCanvas {
  host: CanvasHost | null = null;

  constructor(element: HTMLCanvasElement, graph: LGraph, host: CanvasHost) {
    super(element, graph, { skip_render: true });
    this.host = host;
    this.allow_searchbox = false;
    this.show_info = false;
    this.render_canvas_border = false;
    this.background_image = "";
    this.zoom_speed = 1.12;
    this.ds.min_scale = 0.08;
    this.ds.max_scale = 4;
    this.onRenderBackground = (_canvas, context) => this.#drawBackground(context);
  }

  get isFar(): boolean {
    return this.ds.scale < FAR;
  }

  override drawNode(node: LGraphNode, context: CanvasRenderingContext2D): void {
    if (this.host === null) return;
    if (node instanceof EditorNode) drawEditorNode(context, node, this, this.host);
    else if (node instanceof Knob) {
      const { colour, mouseOver } = node;
      drawKnob(
        context,
        { size: KNOB, port: KNOB_PORT, colour, isSelected: this.selectedItems.has(node), isHovered: mouseOver != null },
        this.host.look(),
      );
    }
  }

  override drawConnections(context: CanvasRenderingContext2D): void {
    if (this.host !== null) drawEditorLinks(context, this, this.host);
  }

  override drawGroups(_canvas: HTMLCanvasElement, context: CanvasRenderingContext2D): void {
    if (this.host === null || this.graph === null) return;
    for (const group of this.graph._groups) {
      const [x = 0, y = 0, width = 0, height = 0] = group.boundingRect;
      const shown = {
        bounding: [x, y, width, height] as const,
        title: group.title,
        ...(group.color && { color: group.color }),
      };
      drawGroup(context, shown, this.selectedItems.has(group), this.host.look());
    }
  }

  /** A link that is being dragged. */
  override renderLink(...[context, from, to, , , , , start]: Parameters<LGraphCanvas["renderLink"]>): void {
    if (this.host === null) return;
    const [a, b] = [[from[0] ?? 0, from[1] ?? 0] as const, [to[0] ?? 0, to[1] ?? 0] as const];
    const slot = this.linkConnector.renderLinks[0]?.fromSlot;
    const sign = this.linkConnector.state.connectingTo === "output" ? -1 : 1;
    const bend = (sign > 0 ? bendOf(a, b) : bendOf(b, a)) * sign;
    void start;
    context.strokeStyle = typeColour(String(slot?.type ?? "*"), this.host.look());
    context.lineWidth = 3;
    context.beginPath();
    context.moveTo(...a);
    context.bezierCurveTo(a[0] + bend, a[1], b[0] - bend, b[1], ...b);
    context.stroke();
    context.fillStyle = context.strokeStyle;
  }

  override drawLinkTooltip(context: CanvasRenderingContext2D, { _pos: [x = 0, y = 0] }: LinkSegment): void {
    if (this.host === null) return;
    context.fillStyle = this.host.look().accent;
    context.beginPath();
    context.arc(x, y, 6, 0, Math.PI * 2);
    context.fill();
  }

  /** The page has the keys; only the space bar, which pans, and giving up a drag belong to the canvas. */
  override processKey(event: KeyboardEvent): void {
    const target = event.target instanceof HTMLElement ? event.target : null;
    if (target !== null && target !== this.canvas && target !== document.body) return;
    if (event.key === " ") super.processKey(event);
    if (event.key === "Escape" && this.linkConnector.isConnecting) super.processKey(event);
  }

  override processMouseWheel(event: WheelEvent): void {
    event.preventDefault();
    this.host?.onMoved();
    const isPan = event.shiftKey || (!event.ctrlKey && event.deltaX !== 0);
    if (isPan) {
      const across = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
      const down = event.shiftKey ? 0 : event.deltaY;
      this.ds.offset[0] = (this.ds.offset[0] ?? 0) - across / this.ds.scale;
      this.ds.offset[1] = (this.ds.offset[1] ?? 0) - down / this.ds.scale;
    } else {
      const lines = event.deltaMode === 1 ? 30 : 1;
      const speed = event.ctrlKey ? 0.01 : 0.0016;
      this.ds.changeScale(this.ds.scale * Math.exp(-event.deltaY * lines * speed), [event.clientX, event.clientY]);
    }
    this.setDirty(true, true);
  }

  /**
   * With Alt held, a press on a link makes a reroute there, which the same press drags on. A press on the port of a
   * reroute drags a link out of it.
   */
  override processMouseDown(event: MouseEvent): void {
    this.#catchUp();
    if (event.altKey && event.button === 0 && this.host !== null) {
      const at = this.#inGraph(event);
      const isFree = !this.graph?.getNodeOnPos(at[0], at[1], this.visible_nodes);
      const piece = isFree ? this.#pieceAt(at) : null;
      if (piece !== null) {
        this.host.onReroute(piece, at);
        this.#catchUp();
      }
    }
    super.processMouseDown(event as PointerEvent);
    const at = this.#inGraph(event);
    const knob = event.button === 0 ? this.graph?.getNodeOnPos(at[0], at[1], this.visible_nodes) : null;
    if (knob instanceof Knob && knob.isPort(at)) pullLink(this, knob);
  }

  override processContextMenu(node: LGraphNode | undefined, event: CanvasPointerEvent): void {
    if (node !== undefined && !this.selectedItems.has(node)) this.processSelect(node, event);
    this.openMenu(node, [event.canvasX, event.canvasY], { x: event.clientX, y: event.clientY });
  }

  /** Asks for the menu of a node, or else of what lies at a place in the graph; `point` is that place on the page. */
  openMenu(node: LGraphNode | undefined, [x, y]: Pair, point: Point): void {
    if (node instanceof Knob) {
      this.host?.onMenu({ kind: "reroute", id: String(node.reroute) }, point);
      return;
    }
    const piece = node === undefined ? this.#pieceAt([x, y]) : null;
    if (piece !== null) {
      this.host?.onMenu({ kind: "link", id: String(piece.link), piece, at: [x, y] }, point);
      return;
    }
    if (node !== undefined) {
      this.host?.onMenu({ kind: "node", id: String(node.id) }, point);
      return;
    }
    const group = this.graph?.getGroupOnPos(x, y);
    if (group instanceof LGraphGroup)
      this.host?.onMenu({ kind: "group", index: this.graph?._groups.indexOf(group) ?? 0 }, point);
    else this.host?.onMenu({ kind: "canvas", at: [x, y] }, point);
  }

  override showLinkMenu(segment: LinkSegment, event: CanvasPointerEvent): boolean {
    const at = [event.canvasX, event.canvasY] as const;
    const piece = { link: segment.id, reroute: null };
    this.host?.onMenu({ kind: "link", id: String(segment.id), piece, at }, { x: event.clientX, y: event.clientY });
    return false;
  }

  override processMouseMove(event: PointerEvent): void {
    super.processMouseMove(event);
    if (this.dragging_canvas) this.host?.onMoved();
    if (this.linkConnector.isConnecting) this.#tellRefusal(event);
  }

  /** Says why the link that is dragged cannot end under the pointer. */
  #tellRefusal(event: PointerEvent): void {
    const { host, graph, linkConnector } = this;
    const link = linkConnector.renderLinks[0];
    const [x = 0, y = 0] = this.graph_mouse;
    const node = graph?.getNodeOnPos(x, y, this.visible_nodes);
    const point = { x: event.clientX, y: event.clientY };
    if (host === null || link === undefined || !node || node === link.node) {
      host?.onRefused(null, point);
      return;
    }
    const isForward = linkConnector.state.connectingTo === "input";
    const slots: readonly INodeSlot[] = isForward ? node.inputs : node.outputs;
    const under = isForward ? node.getInputOnPos([x, y]) : node.getOutputOnPos([x, y]);
    const tried = under === undefined ? slots : [under];
    const refusals = tried.map((slot) => {
      const near = link.node as EditorNode;
      if (isForward) return host.refusal({ from: near.id, slot: link.fromSlotIndex, to: node.id, input: slot.name });
      const input = near.inputs[link.fromSlotIndex]?.name ?? "";
      return host.refusal({ from: node.id, slot: slots.indexOf(slot), to: near.id, input });
    });
    host.onRefused(
      refusals.length > 0 && refusals.every((each) => each !== null) ? (refusals[0] ?? null) : null,
      point,
    );
  }

  /** What was shown since the last frame can be hit before it is drawn, which takes a while on a busy page. */
  #catchUp(): void {
    if (!this.dirty_canvas) return;
    this.ds.computeVisibleArea(this.viewport);
    this.computeVisibleNodes(undefined, this.visible_nodes);
  }

  #pieceAt(at: readonly [number, number]): Piece | null {
    return this.graph === null ? null : pieceAt(linkPieces(this.graph), at, REACH / this.ds.scale);
  }

  #inGraph({ clientX, clientY }: MouseEvent): readonly [number, number] {
    const { left, top } = this.canvas.getBoundingClientRect();
    const { scale, offset } = this.ds;
    return [(clientX - left) / scale - (offset[0] ?? 0), (clientY - top) / scale - (offset[1] ?? 0)];
  }

  #drawBackground(context: CanvasRenderingContext2D): boolean {
    if (this.host === null) return false;
    const ratio = window.devicePixelRatio || 1;
    const { scale, offset } = this.ds;
    context.save();
    context.setTransform(
      ratio * scale,
      0,
      0,
      ratio * scale,
      (offset[0] ?? 0) * scale * ratio,
      (offset[1] ?? 0) * scale * ratio,
    );
    drawGrid(context, this.visible_area, scale, this.host.look());
    context.restore();
    return true;
  }
}

import { LGraph, LGraphGroup, LiteGraph } from "@comfyorg/litegraph";
import type { Pair, WorkflowDocument } from "../../core/document.ts";
import { METRICS } from "../../core/node-size.ts";
import type { LinkShape, NodeShape, Shape } from "../gestures.ts";
import type { Area, CanvasHost, Point } from "../host.ts";
import { EditorCanvas } from "./canvas.ts";
import { hearSlowDoubleClicks } from "./double-clicks.ts";
import { fillGraph } from "./fill-graph.ts";
import { Knob } from "./knob.ts";
import { listenToLinks } from "./listen.ts";
import { EditorNode } from "./node.ts";

/** The canvas as the rest of the page knows it: nothing of litegraph reaches beyond this folder. */
export interface GraphView {
  /** Shows a document; what is selected stays so where it is still there. */
  readonly show: (document: WorkflowDocument) => void;
  /** What a hand has changed since the document was shown is in here. */
  readonly shape: () => Shape;
  readonly select: (nodes: readonly string[]) => void;
  readonly selected: () => readonly string[];
  readonly selectedGroup: () => number | null;
  readonly selectedReroutes: () => readonly string[];
  readonly setValue: (node: string, input: string, value: unknown) => void;
  readonly redraw: () => void;
  readonly fit: (nodes?: readonly string[]) => void;
  /** Zooms around a point of the page, and moves by pixels of it. */
  readonly pinch: (factor: number, around: Point, across: number, down: number) => void;
  readonly zoomBy: (factor: number) => void;
  readonly scale: () => number;
  /** What can be seen, in units of the graph: left, top, width, height. */
  readonly visible: () => readonly [number, number, number, number];
  readonly centre: () => Pair;
  readonly moveTo: (centre: Pair) => void;
  readonly view: () => { readonly scale: number; readonly offset: Pair };
  readonly setView: (view: { readonly scale: number; readonly offset: Pair }) => void;
  readonly toGraph: (point: Point) => Pair;
  readonly nodeAt: (point: Point) => string | null;
  /** Opens the menu of what is at a point of the page. */
  readonly openMenu: (point: Point) => void;
  readonly areaOf: (node: string) => Area | null;
  readonly destroy: () => void;
}

/** Settings of litegraph that hold for the whole page. */
function prepare(): void {
  LiteGraph.NODE_TITLE_HEIGHT = METRICS.title;
  LiteGraph.NODE_SLOT_HEIGHT = METRICS.slot;
  LiteGraph.release_link_on_empty_shows_menu = false;
  LiteGraph.alt_drag_do_clone_nodes = false;
  LiteGraph.allow_multi_output_for_events = false;
  LiteGraph.middle_click_slot_add_default_node = false;
  LiteGraph.saveViewportWithGraph = false;
  LiteGraph.canvasNavigationMode = "legacy";
  LiteGraph.CANVAS_GRID_SIZE = METRICS.grid;
}

/** Puts a graph on a canvas element. */
export function createGraphView(element: HTMLCanvasElement, host: CanvasHost): GraphView {
  prepare();
  const graph = new LGraph();
  const canvas = new EditorCanvas(element, graph, host);
  const stopListening = [listenToLinks(canvas, host), hearSlowDoubleClicks(canvas)];
  let told = "";

  const selected = (): readonly string[] =>
    [...canvas.selectedItems].flatMap((item) => (item instanceof EditorNode ? [String(item.id)] : []));
  const tellSelection = (): void => {
    const now = selected();
    if (told === now.join()) return;
    told = now.join();
    host.onSelect(now);
  };
  const nodeOf = (id: string): EditorNode | null => {
    const node = graph._nodes.find((each) => String(each.id) === id);
    return node instanceof EditorNode ? node : null;
  };
  const select = (ids: readonly string[]): void => {
    canvas.deselectAll();
    for (const id of ids) {
      const node = nodeOf(id);
      if (node !== null) canvas.select(node);
    }
    tellSelection();
    canvas.setDirty(true, true);
  };
  const released = (): void => {
    tellSelection();
    host.onRefused(null, { x: 0, y: 0 });
    host.onChange();
  };
  element.addEventListener("pointerup", released, { capture: true });
  const began = (): void => {
    LiteGraph.alwaysSnapToGrid = host.isSnapping();
  };
  element.addEventListener("pointerdown", began, { capture: true });

  let edge: number | null = null;
  const resize = (): void => {
    const ratio = window.devicePixelRatio || 1;
    const { left, width, height } = element.getBoundingClientRect();
    if (width === 0) return;
    // What is looked at stays where it is on the page when a panel opens beside it.
    if (edge !== null) canvas.ds.offset[0] = (canvas.ds.offset[0] ?? 0) - (left - edge) / canvas.ds.scale;
    edge = left;
    element.width = Math.max(1, Math.round(width * ratio));
    element.height = Math.max(1, Math.round(height * ratio));
    element.getContext("2d")?.setTransform(ratio, 0, 0, ratio, 0, 0);
    canvas.setDirty(true, true);
  };
  const observer = new ResizeObserver(resize);
  observer.observe(element);
  resize();
  canvas.startRendering();

  const size = (): Pair => {
    const { width, height } = element.getBoundingClientRect();
    return [Math.max(1, width), Math.max(1, height)];
  };
  const centre = (): Pair => {
    const [width, height] = size();
    const { scale, offset } = canvas.ds;
    return [width / 2 / scale - (offset[0] ?? 0), height / 2 / scale - (offset[1] ?? 0)];
  };
  const toGraph = ({ x, y }: Point): Pair => {
    const { left, top } = element.getBoundingClientRect();
    const { scale, offset } = canvas.ds;
    return [(x - left) / scale - (offset[0] ?? 0), (y - top) / scale - (offset[1] ?? 0)];
  };
  const moveTo = ([x, y]: Pair): void => {
    const [width, height] = size();
    canvas.ds.offset[0] = width / 2 / canvas.ds.scale - x;
    canvas.ds.offset[1] = height / 2 / canvas.ds.scale - y;
    canvas.setDirty(true, true);
  };

  return {
    show: (document) => {
      const before = selected();
      canvas.deselectAll();
      fillGraph(graph, document, host);
      select(before);
    },
    shape: () => shapeOf(graph),
    select,
    selected,
    selectedGroup: () => {
      const group = [...canvas.selectedItems].find((item) => item instanceof LGraphGroup);
      return group === undefined ? null : graph._groups.indexOf(group);
    },
    selectedReroutes: () =>
      [...canvas.selectedItems].flatMap((item) => (item instanceof Knob ? [String(item.reroute)] : [])),
    setValue: (id, input, value) => {
      const node = nodeOf(id);
      if (node?.values == null) return;
      node.values = { ...node.values, values: new Map(node.values.values).set(input, value) };
      canvas.setDirty(true, false);
      host.onChange();
    },
    redraw: () => canvas.setDirty(true, true),
    fit: (ids) => {
      const nodes = ids === undefined ? graph._nodes : graph._nodes.filter(({ id }) => ids.includes(String(id)));
      if (nodes.length === 0) return;
      const boxes = nodes.map((node) => {
        const extra = node instanceof EditorNode ? node.hang || roomFor(node) : 0;
        const [x = 0, y = 0] = node.pos;
        const [width = 0, height = 0] = node.size;
        return [x, y - METRICS.title, x + width, y + (node.flags.collapsed ? 0 : height + extra)] as const;
      });
      const left = Math.min(...boxes.map(([x]) => x));
      const top = Math.min(...boxes.map(([, y]) => y));
      const right = Math.max(...boxes.map(([, , x]) => x));
      const bottom = Math.max(...boxes.map(([, , , y]) => y));
      const [width, height] = size();
      const margin = 80;
      const scale = Math.min(1.1, width / (right - left + margin), height / (bottom - top + margin));
      canvas.ds.scale = Math.max(canvas.ds.min_scale, scale);
      moveTo([(left + right) / 2, (top + bottom) / 2]);
    },
    pinch: (factor, { x, y }, across, down) => {
      canvas.ds.changeScale(canvas.ds.scale * factor, [x, y], false);
      canvas.ds.offset[0] = (canvas.ds.offset[0] ?? 0) + across / canvas.ds.scale;
      canvas.ds.offset[1] = (canvas.ds.offset[1] ?? 0) + down / canvas.ds.scale;
      canvas.setDirty(true, true);
    },
    zoomBy: (factor) => {
      const middle = centre();
      canvas.ds.scale = Math.max(canvas.ds.min_scale, Math.min(canvas.ds.max_scale, canvas.ds.scale * factor));
      moveTo(middle);
    },
    scale: () => canvas.ds.scale,
    visible: () => {
      const [width, height] = size();
      const { scale, offset } = canvas.ds;
      return [-(offset[0] ?? 0), -(offset[1] ?? 0), width / scale, height / scale];
    },
    centre,
    moveTo,
    view: () => ({ scale: canvas.ds.scale, offset: [canvas.ds.offset[0] ?? 0, canvas.ds.offset[1] ?? 0] }),
    setView: ({ scale, offset }) => {
      canvas.ds.scale = scale;
      canvas.ds.offset[0] = offset[0];
      canvas.ds.offset[1] = offset[1];
      canvas.setDirty(true, true);
    },
    toGraph,
    nodeAt: (point) => {
      const node = graph.getNodeOnPos(...toGraph(point));
      return node instanceof EditorNode ? String(node.id) : null;
    },
    openMenu: (point) => {
      const at = toGraph(point);
      const node = graph.getNodeOnPos(...at) ?? undefined;
      if (node instanceof EditorNode && !canvas.selectedItems.has(node)) select([String(node.id)]);
      canvas.openMenu(node, at, point);
    },
    areaOf: (id) => {
      const node = nodeOf(id);
      if (node === null) return null;
      const { left, top } = element.getBoundingClientRect();
      const { scale, offset } = canvas.ds;
      const [x = 0, y = 0] = node.pos;
      const [width = 0, height = 0] = node.size;
      return {
        x: left + (x + (offset[0] ?? 0)) * scale,
        y: top + (y - METRICS.title + (offset[1] ?? 0)) * scale,
        width: width * scale,
        height: (height + METRICS.title + node.hang) * scale,
      };
    },
    destroy: () => {
      for (const stop of stopListening) stop();
      element.removeEventListener("pointerup", released, { capture: true });
      element.removeEventListener("pointerdown", began, { capture: true });
      observer.disconnect();
      canvas.stopRendering();
      canvas.unbindEvents();
    },
  };
}

/** Room below a node for the picture that it will show when it has run. */
function roomFor(node: EditorNode): number {
  const makesPictures = node.outputs.some(({ type }) => type === "IMAGE" || type === "CODES");
  return makesPictures && node.info !== null ? 230 : 0;
}

function shapeOf(graph: LGraph): Shape {
  const nodes = graph._nodes.flatMap((node): [string, NodeShape][] => {
    if (!(node instanceof EditorNode)) return [];
    const { id, pos, size, flags, values } = node;
    const shape = { id, position: pair(pos), size: pair(size), isCollapsed: flags.collapsed === true, values };
    return [[String(id), shape]];
  });
  const links = [...graph._links.values()].flatMap((link): [string, LinkShape][] => {
    const input = graph._nodes_by_id[link.target_id]?.inputs[link.target_slot]?.name;
    if (input === undefined) return [];
    const { origin_id: from, origin_slot: slot, target_id: to, parentId: through } = link;
    return [[String(link.id), { from, slot, to, input, ...(through !== undefined && { through }) }]];
  });
  const groups = graph._groups.map(
    ({ boundingRect: [x = 0, y = 0, width = 0, height = 0] }) => [x, y, width, height] as const,
  );
  const reroutes = graph._nodes.flatMap((node): [string, Pair][] =>
    node instanceof Knob ? [[String(node.reroute), node.middle]] : [],
  );
  return { nodes: new Map(nodes), links: new Map(links), groups, reroutes: new Map(reroutes) };
}

function pair([x = 0, y = 0]: ArrayLike<number> & Iterable<number>): Pair {
  return [x, y];
}

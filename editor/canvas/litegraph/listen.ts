import type { CanvasHost, SearchRequest } from "../host.ts";
import type { EditorCanvas } from "./canvas.ts";
import { EditorNode } from "./node.ts";

/** Turns what litegraph tells into what the page understands. */
export function listenToLinks(canvas: EditorCanvas, host: CanvasHost): () => void {
  const dropped = (): void => {
    const { linkConnector } = canvas;
    const link = linkConnector.renderLinks[0];
    if (link === undefined || linkConnector.draggingExistingLinks || !(link.node instanceof EditorNode)) return;
    const isForward = linkConnector.state.connectingTo === "input";
    const type = String(link.fromSlot.type);
    const { fromReroute } = link;
    const through = fromReroute === undefined ? {} : { through: fromReroute.id };
    const input = link.node.inputs[link.fromSlotIndex]?.name ?? "";
    host.onSearch({
      at: here(canvas),
      point: { x: canvas.mouse[0] ?? 0, y: canvas.mouse[1] ?? 0 },
      wish: { side: isForward ? "input" : "output", type },
      held: isForward ? { node: link.node.id, slot: link.fromSlotIndex, ...through } : { node: link.node.id, input },
    } satisfies SearchRequest);
  };
  const clickedTwice = (event: Event): void => {
    const { subType } = (event as CustomEvent<{ readonly subType: string }>).detail;
    const point = { x: canvas.mouse[0] ?? 0, y: canvas.mouse[1] ?? 0 };
    if (subType === "empty-double-click") host.onSearch({ at: here(canvas), point, wish: null, held: null });
    if (subType === "group-double-click") {
      const { graph, selected_group: group } = canvas;
      const index = group ? (graph?._groups.indexOf(group) ?? -1) : -1;
      if (index >= 0) host.onMenu({ kind: "group", index }, point);
    }
  };
  canvas.linkConnector.events.addEventListener("dropped-on-canvas", dropped);
  canvas.canvas.addEventListener("litegraph:canvas", clickedTwice);
  return () => {
    canvas.linkConnector.events.removeEventListener("dropped-on-canvas", dropped);
    canvas.canvas.removeEventListener("litegraph:canvas", clickedTwice);
  };
}

function here({ graph_mouse: [x = 0, y = 0] }: EditorCanvas): readonly [number, number] {
  return [x, y];
}

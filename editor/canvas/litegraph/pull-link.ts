import { Reroute } from "@comfyorg/litegraph";
import type { EditorCanvas } from "./canvas.ts";
import { type Knob, RoutedLink } from "./knob.ts";

/** After a press on the port of a reroute: what is dragged is a new link that goes through it. */
export function pullLink({ graph, linkConnector, pointer }: EditorCanvas, knob: Knob): void {
  const through = [...(graph?._links.values() ?? [])].find(
    (link) => link instanceof RoutedLink && link.way.includes(knob),
  );
  const source = through === undefined ? undefined : graph?._nodes_by_id[through.origin_id];
  const output = source?.outputs[through?.origin_slot ?? 0];
  if (graph === null || source === undefined || output === undefined) return;
  const from = new Reroute(Number(knob.reroute), graph, [...knob.middle]);
  linkConnector.dragNewFromOutput(graph, source, output, from);
  pointer.onDragStart = () => {};
  pointer.onDragEnd = (event) => linkConnector.dropLinks(graph, event);
  pointer.finally = () => linkConnector.reset(true);
}

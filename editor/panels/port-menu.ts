import type { App, MenuItem } from "../app/app.ts";
import { documentOf, edit } from "../app/edit.ts";
import type { Point } from "../canvas/host.ts";
import { freeName, type Side } from "../core/subgraph/border.ts";
import { addPort, movePort, removePort, renamePort, shownPorts } from "../core/subgraph/ports.ts";

/** What can be done to the ports at one end of the subgraph that is shown. */
export function portMenu(app: App, side: Side, point: Point): void {
  const ports = shownPorts(documentOf(app) ?? {}, side);
  const items = ports.map(
    ({ name }, at): MenuItem => ({ label: name, run: () => onePort(app, side, at, name, point) }),
  );
  const add = { label: app.words("port.add"), run: () => askForPort(app, side) };
  app.overlays.menu(app.words(`subgraph.${side}`), [...items, ...(items.length > 0 ? [null] : []), add], point);
}

/** Asks for the name of a new port, which takes anything until it is linked. */
export function askForPort(app: App, side: Side): void {
  app.overlays.ask(app.words("port.add"), "", (name) => {
    const taken = new Set(shownPorts(documentOf(app) ?? {}, side).map((port) => port.name));
    const wished = name.trim();
    if (wished !== "") edit(app, "port", (graph) => addPort(graph, side, freeName(wished, taken), "*"));
  });
}

export function askForPortName(app: App, side: Side, at: number, name: string): void {
  app.overlays.ask(app.words("rename.title"), name, (wished) =>
    edit(app, "port", (graph) => renamePort(graph, side, at, wished.trim())),
  );
}

function onePort(app: App, side: Side, at: number, name: string, point: Point): void {
  const last = shownPorts(documentOf(app) ?? {}, side).length - 1;
  const move = (by: number) => edit(app, "port", (graph) => movePort(graph, side, at, by));
  app.overlays.menu(
    name,
    [
      { label: app.words("rename"), run: () => askForPortName(app, side, at, name) },
      { label: app.words("port.up"), isOff: at === 0, run: () => move(-1) },
      { label: app.words("port.down"), isOff: at === last, run: () => move(1) },
      null,
      { label: app.words("port.remove"), run: () => edit(app, "port", (graph) => removePort(graph, side, at)) },
    ],
    point,
  );
}

import { definitionOf, definitionsOf } from "../core/definitions.ts";
import { nodeOf } from "../core/document.ts";
import { openPath, type Path } from "../core/subgraph/path.ts";
import { changeTab } from "../core/tabs.ts";
import type { App } from "./app.ts";
import { documentOf, fileOf, pathOf } from "./edit.ts";

/** Is a node of the graph in front an instance of a subgraph? */
export function isInstance(app: App, node: string): boolean {
  const document = documentOf(app);
  return document !== null && definitionOf(document, nodeOf(document, node)?.type) !== undefined;
}

/** Goes into an instance of the graph in front. */
export function enter(app: App, node: string): void {
  if (isInstance(app, node)) goTo(app, [...pathOf(app), node]);
}

/** Goes out by one subgraph, and selects the instance that one was in. */
export function leave(app: App): void {
  const path = pathOf(app);
  const left = path.at(-1);
  if (left === undefined) return;
  goTo(app, path.slice(0, -1));
  app.view().select([left]);
}

/** Shows the graph at a place of the file in front. */
export function goTo(app: App, path: Path): void {
  app.tabs.update((tabs) => changeTab(tabs, tabs.active, (tab) => ({ ...tab, path })));
}

/** Shows a node by its id in a run, "12:5" for node 5 in instance 12: goes there, selects it. */
export function jumpTo(app: App, node: string): void {
  const file = fileOf(app);
  if (file === null) return;
  const ids = node.split(":");
  const path = openPath(file, ids.slice(0, -1));
  const [leaf = ""] = ids.slice(path.length);
  goTo(app, path);
  if (nodeOf(documentOf(app) ?? {}, leaf) === undefined) return;
  app.view().select([leaf]);
  app.view().fit([leaf]);
}

/** The names of what one is in, from outside to inside. */
export function pathNames(app: App): readonly string[] {
  const file = fileOf(app);
  if (file === null) return [];
  const path = pathOf(app);
  return path.map((id, depth) => {
    const graph = app.graphAt(file, path.slice(0, depth));
    const node = nodeOf(graph, id);
    const definition = definitionsOf(file).find((each) => each.id === node?.type);
    return node?.title || String(definition?.name ?? id);
  });
}

import type { App } from "../app/app.ts";
import { documentOf, fileOf } from "../app/edit.ts";
import { runOf } from "../app/run.ts";
import { nodeOf, nodesOf } from "../core/document.ts";
import { linksOf } from "../core/links.ts";
import { isBorder } from "../core/subgraph/border.ts";
import { graphAt, openPath } from "../core/subgraph/path.ts";
import { nodeTypeOf } from "../core/subgraph/type-of.ts";
import { el, fill } from "../dom/el.ts";

/** The line at the bottom: connection, what happens, and how large the graph is. */
export function statusBar(app: App): HTMLElement {
  const connection = el("span", { class: "status-connection" });
  const doing = el("span", { class: "status-doing", attributes: { role: "status", "aria-live": "polite" } });
  const size = el("span", { class: "status-size" });
  const draw = (): void => {
    const { connection: state, remaining } = app.server.get();
    fill(connection, el("i", { class: `status-light is-${state}` }), app.words(`connection.${state}`));
    const run = runOf(app);
    const document = documentOf(app) ?? {};
    const title = run.current === null ? "" : titleInRun(app, run.current);
    const text =
      run.isRunning && run.current !== null
        ? app.words("status.running", { title })
        : remaining > 0
          ? app.words("status.queue", { count: remaining })
          : app.words("status.ready");
    if (doing.textContent !== text) doing.textContent = text;
    const count = nodesOf(document).filter((node) => !isBorder(node)).length;
    size.textContent = app.words("status.nodes", { nodes: count, links: linksOf(document).length });
    globalThis.document.title = titleOf(app);
  };
  for (const store of [app.server, app.runs, app.tabs, app.settings]) (store as typeof app.server).subscribe(draw);
  draw();
  return el("footer", { class: "status" }, connection, doing, size);
}

/** The title of a node by its id in a run: that of the innermost one that the file has. */
function titleInRun(app: App, id: string): string {
  const file = fileOf(app) ?? {};
  const ids = id.split(":");
  const path = openPath(file, ids.slice(0, -1));
  const graph = graphAt(file, path);
  const node = nodeOf(graph, ids[path.length] ?? "");
  return node === undefined ? id : node.title || (nodeTypeOf(node, graph, app.types.get())?.title ?? node.type);
}

/** Progress in the title of the window. */
function titleOf(app: App): string {
  const run = runOf(app);
  const node = run.current === null ? undefined : run.nodes.get(run.current);
  if (!run.isRunning || node === undefined) return app.words("app.name");
  const part = node.max > 1 ? Math.round((100 * node.value) / node.max) : 0;
  return `${part} % · ${app.words("app.name")}`;
}

import type { App } from "../app/app.ts";
import { documentOf } from "../app/edit.ts";
import { runOf } from "../app/run.ts";
import { nodeOf, nodesOf } from "../core/document.ts";
import { linksOf } from "../core/links.ts";
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
    const node = run.current === null ? undefined : nodeOf(document, run.current.split(":")[0] ?? "");
    const title = node?.title ?? app.types.get().get(node?.type ?? "")?.title ?? run.current ?? "";
    const text =
      run.isRunning && run.current !== null
        ? app.words("status.running", { title })
        : remaining > 0
          ? app.words("status.queue", { count: remaining })
          : app.words("status.ready");
    if (doing.textContent !== text) doing.textContent = text;
    size.textContent = app.words("status.nodes", { nodes: nodesOf(document).length, links: linksOf(document).length });
    globalThis.document.title = titleOf(app);
  };
  for (const store of [app.server, app.runs, app.tabs, app.settings]) (store as typeof app.server).subscribe(draw);
  draw();
  return el("footer", { class: "status" }, connection, doing, size);
}

/** Progress in the title of the window. */
function titleOf(app: App): string {
  const run = runOf(app);
  const node = run.current === null ? undefined : run.nodes.get(run.current);
  if (!run.isRunning || node === undefined) return app.words("app.name");
  const part = node.max > 1 ? Math.round((100 * node.value) / node.max) : 0;
  return `${part} % · ${app.words("app.name")}`;
}

import type { App } from "../app/app.ts";
import { el, fill } from "../dom/el.ts";
import type { Panel } from "./side.ts";

/** Lines that are shown. */
const MOST = 400;

/** What the nodes say while they run, and the log of the server. */
export function logPanel(app: App): Panel {
  const said = el("div", { class: "log", label: app.words("log.nodes"), attributes: { tabindex: 0, role: "log" } });
  const server = el("pre", { class: "log", label: app.words("log.server"), attributes: { tabindex: 0 } });
  const draw = (): void => {
    const lines = app.log.get().slice(-MOST);
    const rows = lines.map(({ level, text, node }) =>
      el("div", { class: `is-${level}`, text: node === null ? text : `${node}: ${text}` }),
    );
    fill(said, ...(rows.length === 0 ? [el("div", { class: "quiet", text: app.words("log.none") })] : rows));
    said.scrollTop = said.scrollHeight;
  };
  const refresh = async (): Promise<void> => {
    const text = await app.client.serverLog().catch(() => "");
    server.textContent = text.split("\n").slice(-MOST).join("\n") || app.words("log.none");
    server.scrollTop = server.scrollHeight;
  };
  const stops = [app.log.subscribe(draw), app.server.subscribe(() => void refresh())];
  draw();
  void refresh();
  const element = el(
    "div",
    { class: "panel-body" },
    el("h3", { text: app.words("log.nodes") }),
    said,
    el("h3", { text: app.words("log.server") }),
    server,
  );
  return {
    element,
    destroy: () => {
      for (const stop of stops) stop();
    },
  };
}

import type { App, PanelName } from "../app/app.ts";
import { download, openBlank, openFile, save } from "../app/files.ts";
import { runOf, runWorkflow } from "../app/run.ts";
import { closeTab } from "../core/tabs.ts";
import { el } from "../dom/el.ts";
import type { WordKey } from "../words/words.ts";
import type { Command } from "./command.ts";

const panel = (name: PanelName, label: WordKey, keys: string): Command => ({
  id: `panel-${name}`,
  label,
  keys,
  run: (app) => app.settings.update((settings) => ({ ...settings, panel: settings.panel === name ? null : name })),
});

/** Commands of running, files and the page. */
export const pageCommands: readonly Command[] = [
  { id: "run", label: "run.hint", keys: "Ctrl+Enter", run: (app) => void runWorkflow(app) },
  {
    id: "run-to",
    label: "run.to",
    keys: "Ctrl+Shift+Enter",
    isOff: (app) => app.selection.get().length === 0,
    run: (app) => void runWorkflow(app, app.selection.get()),
  },
  {
    id: "stop",
    label: "stop.hint",
    keys: "Ctrl+.",
    isOff: (app) => !runOf(app).isRunning && app.server.get().remaining === 0,
    run: (app) => void app.client.interrupt().catch(() => undefined),
  },
  { id: "save", label: "save.server", keys: "Ctrl+S", run: (app) => save(app) },
  { id: "save-as", label: "save.as", keys: "Ctrl+Shift+S", run: (app) => save(app, true) },
  { id: "download", label: "save.disk", keys: "Ctrl+E", run: download },
  { id: "open", label: "open", keys: "Ctrl+O", run: chooseFile },
  { id: "new", label: "new", keys: "Alt+N", run: openBlank },
  {
    id: "close",
    label: "close",
    keys: "Alt+W",
    run: (app) => app.tabs.update((tabs) => closeTab(tabs, tabs.active)),
  },
  {
    id: "add",
    label: "add.node",
    keys: "/",
    run: (app) => app.overlays.search({ at: app.view().centre(), point: middle(), wish: null, held: null }),
  },
  { id: "palette", label: "commands", keys: "Ctrl+K", run: (app) => app.overlays.palette() },
  { id: "help", label: "panel.help", keys: "?", run: (app) => app.overlays.help() },
  { id: "fit", label: "zoom.fit", keys: ".", run: (app) => app.view().fit() },
  { id: "zoom-in", label: "zoom.in", keys: "=", run: (app) => app.view().zoomBy(1.25) },
  { id: "zoom-out", label: "zoom.out", keys: "-", run: (app) => app.view().zoomBy(0.8) },
  panel("nodes", "panel.nodes", "Alt+1"),
  panel("templates", "panel.templates", "Alt+2"),
  panel("queue", "panel.queue", "Alt+3"),
  panel("gallery", "panel.gallery", "Alt+4"),
  panel("outline", "panel.outline", "Alt+5"),
  panel("log", "panel.log", "Alt+6"),
  {
    id: "app-mode",
    label: "app.mode",
    keys: "Alt+A",
    run: (app) => app.settings.update((settings) => ({ ...settings, isAppMode: !settings.isAppMode })),
  },
  {
    id: "snap",
    label: "snap",
    keys: "Alt+G",
    run: (app) => {
      app.settings.update((settings) => ({ ...settings, isSnapping: !settings.isSnapping }));
      app.notice.set({ kind: "info", text: app.words(app.settings.get().isSnapping ? "snap.on" : "snap.off") });
    },
  },
  {
    id: "tour",
    label: "tour",
    run: (app) => app.settings.update((settings) => ({ ...settings, isToured: false })),
  },
  {
    id: "theme",
    label: "theme",
    run: (app) =>
      app.settings.update((settings) => ({ ...settings, theme: settings.theme === "dark" ? "light" : "dark" })),
  },
  {
    id: "language",
    label: "language",
    run: (app) =>
      app.settings.update((settings) => ({ ...settings, language: settings.language === "en" ? "zh" : "en" })),
  },
];

function chooseFile(app: App): void {
  const input = el("input", { attributes: { type: "file", accept: ".json,.png,.webp,.mp4" } });
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (file === undefined) return;
    void openFile(app, file).then((isOpened) => {
      if (!isOpened) app.notice.set({ kind: "error", text: app.words("dropped.none", { name: file.name }) });
    });
  });
  input.click();
}

function middle() {
  return { x: innerWidth / 2 - 180, y: innerHeight / 3 };
}

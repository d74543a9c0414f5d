import type { GraphView } from "../canvas/litegraph/graph-view.ts";
import { runByKey } from "../commands/commands.ts";
import { pasteText } from "../commands/edit-commands.ts";
import { el, fill } from "../dom/el.ts";
import { appMode } from "../panels/app-mode.ts";
import { emptyHint } from "../panels/empty.ts";
import { minimap } from "../panels/minimap.ts";
import { notices } from "../panels/notice.ts";
import { side } from "../panels/side.ts";
import { statusBar } from "../panels/status.ts";
import { toolbar } from "../panels/toolbar.ts";
import { tour } from "../panels/tour.ts";
import { browserSocket, keepConnected } from "../protocol/connection.ts";
import type { App } from "./app.ts";
import { takeDrops } from "./drop.ts";
import { openFile, openTemplate } from "./files.ts";
import { syncGraph } from "./graph-sync.ts";
import { catchUp, hear } from "./run.ts";

/** The template of a first visit. */
const FIRST = "text-to-image-simple";

/** Puts the page together and connects it. */
export function startPage(
  app: App,
  { isFirstVisit, onView }: { readonly isFirstVisit: boolean; readonly onView: (view: GraphView) => void },
): void {
  const canvas = el("canvas", {
    class: "graph",
    label: app.words("canvas"),
    attributes: { tabindex: 0, id: "graph", role: "application" },
  });
  canvas.removeAttribute("title");
  const stage = el("main", { class: "stage" }, canvas);
  document.body.append(el("div", { class: "page" }));
  const page = document.querySelector(".page") ?? document.body;
  page.append(stage);
  const view = syncGraph(app, canvas);
  onView(view);
  fill(page, toolbar(app), el("div", { class: "middle" }, side(app), stage), statusBar(app));
  stage.append(emptyHint(app), minimap(app), notices(app), appMode(app), tour(app));

  const dress = (): void => {
    const { theme, language, isAppMode } = app.settings.get();
    document.documentElement.dataset.theme = theme;
    document.documentElement.lang = language;
    page.classList.toggle("is-app", isAppMode);
  };
  app.settings.subscribe(dress);
  dress();
  document.addEventListener("keydown", (event) => {
    if (isTyping(event)) {
      if (!event.ctrlKey || !["Enter", "s", "k"].includes(event.key)) return;
      // What was typed so far is part of what is run or saved.
      event.target?.dispatchEvent(new Event("change"));
    }
    if (runByKey(app, event)) event.preventDefault();
  });
  document.addEventListener("paste", (event) => {
    if (isTyping(event)) return;
    const [file] = event.clipboardData?.files ?? [];
    if (file !== undefined) void openFile(app, file);
    else pasteText(app, event.clipboardData?.getData("text/plain") ?? "");
  });
  takeDrops(app, stage);
  connect(app);
  void loadTypes(app).then(() => (isFirstVisit ? firstTemplate(app) : undefined));
}

function connect(app: App): void {
  let wasLost = false;
  keepConnected({
    open: (events) => browserSocket(`${app.client.base.replace(/^http/, "ws")}/ws?clientId=${app.client.id}`, events),
    later: (milliseconds, work) => {
      const timer = setTimeout(work, milliseconds);
      return () => clearTimeout(timer);
    },
    onMessage: (message) => hear(app, message),
    onState: (connection) => {
      app.server.update((server) => ({ ...server, connection }));
      if (connection === "lost" && !wasLost) app.notice.set({ kind: "error", text: app.words("connection.lost") });
      if (connection === "open") {
        if (wasLost) app.notice.set({ kind: "info", text: app.words("connection.back") });
        void catchUp(app);
        if (app.types.get().size === 0) void loadTypes(app);
      }
      wasLost = connection === "lost" || (wasLost && connection !== "open");
    },
  });
}

async function loadTypes(app: App): Promise<void> {
  const types = await app.client.nodeTypes().catch(() => null);
  if (types !== null) app.types.set(types);
}

async function firstTemplate(app: App): Promise<void> {
  const templates = await app.client.templates().catch(() => []);
  const template = templates.find(({ name }) => name === FIRST) ?? templates[0];
  if (template !== undefined) await openTemplate(app, template);
}

function isTyping({ target }: Event): boolean {
  return target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

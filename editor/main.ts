import { createApp } from "./app/create-app.ts";
import { keepSettings, keepTabs, keptSettings, keptTabs } from "./app/keep.ts";
import { startPage } from "./app/page.ts";
import type { GraphView } from "./canvas/litegraph/graph-view.ts";
import { createClient } from "./protocol/client.ts";

const CLIENT = "nextscale.client";

/** The page: everything that it takes from the browser is handed on from here. */
function start(): void {
  const server = new URLSearchParams(location.search).get("server");
  const base = (server ?? location.origin).replace(/\/$/, "");
  const id = sessionStorage.getItem(CLIENT) ?? crypto.getRandomValues(new Uint32Array(4)).join("");
  sessionStorage.setItem(CLIENT, id);
  const client = createClient(base, id, (input, init) => fetch(input, init));
  const isLight = matchMedia("(prefers-color-scheme: light)").matches;
  const kept = keptTabs(localStorage);
  let view: GraphView | null = null;
  const app = createApp(client, keptSettings(localStorage, navigator.languages, isLight), kept, () => {
    if (view === null) throw new Error("The canvas is not there yet.");
    return view;
  });
  app.settings.subscribe((settings) => keepSettings(localStorage, settings));
  let timer: ReturnType<typeof setTimeout> | undefined;
  app.tabs.subscribe((tabs) => {
    clearTimeout(timer);
    timer = setTimeout(() => keepTabs(localStorage, tabs), 400);
  });
  addEventListener("pagehide", () => keepTabs(localStorage, app.tabs.get()));
  startPage(app, {
    isFirstVisit: kept === null,
    onView: (made) => {
      view = made;
    },
  });
}

start();

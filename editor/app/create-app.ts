import type { GraphView } from "../canvas/litegraph/graph-view.ts";
import { openPalette } from "../commands/commands.ts";
import type { NodeTypes } from "../core/node-type.ts";
import type { RunState } from "../core/run-state.ts";
import { createStore } from "../core/store.ts";
import { rememberGraph } from "../core/subgraph/path.ts";
import { rememberRuns } from "../core/subgraph/runs.ts";
import { makeTab, type Tabs } from "../core/tabs.ts";
import { ask } from "../dom/ask.ts";
import { openMenu } from "../dom/menu.ts";
import { openHelp } from "../panels/help.ts";
import { openInstall } from "../panels/install.ts";
import { openNodeSearch } from "../panels/search-nodes.ts";
import { openViewer } from "../panels/viewer.ts";
import type { Client } from "../protocol/client.ts";
import { sentence } from "../words/words.ts";
import type { App, LogLine, Notice, ServerState, Settings, Shown } from "./app.ts";
import { newId } from "./files.ts";

/** Makes what the parts of the page share; `view` is asked for once the canvas is there. */
export function createApp(client: Client, settings: Settings, kept: Tabs | null, view: () => GraphView): App {
  const stored = createStore<Settings>(settings);
  const words: App["words"] = (key, slots) => sentence(stored.get().language, key, slots);
  const first = makeTab(newId(), words("untitled"));
  const app: App = {
    client,
    tabs: createStore<Tabs>(kept ?? { open: [first], active: first.id }),
    types: createStore<NodeTypes>(new Map()),
    runs: createStore<ReadonlyMap<string, RunState>>(new Map()),
    server: createStore<ServerState>({ connection: "connecting", remaining: 0, engine: "ready" }),
    settings: stored,
    selection: createStore<readonly string[]>([]),
    notice: createStore<Notice | null>(null),
    gallery: createStore<readonly Shown[]>([]),
    log: createStore<readonly LogLine[]>([]),
    words,
    view,
    graphAt: rememberGraph(),
    runsAt: rememberRuns(),
    overlays: {
      menu: openMenu,
      search: (request) => openNodeSearch(app, request),
      palette: () => openPalette(app),
      help: () => openHelp(app),
      install: (types) => openInstall(app, types),
      ask: (title, value, done) => ask(title, value, { ok: words("ok"), cancel: words("cancel") }, done),
      viewer: (pictures, at) => openViewer(app, pictures, at),
    },
  };
  return app;
}

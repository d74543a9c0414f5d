import { applyGestures, hasNewLinks, type Shape } from "../canvas/gestures.ts";
import type { CanvasHost } from "../canvas/host.ts";
import { createGraphView, type GraphView } from "../canvas/litegraph/graph-view.ts";
import { createPictureCache } from "../canvas/pictures.ts";
import { takeTouches } from "../canvas/touch.ts";
import { rename } from "../commands/edit-commands.ts";
import type { WorkflowDocument } from "../core/document.ts";
import { refusalOf } from "../core/edits/links.ts";
import { addReroute } from "../core/edits/reroutes.ts";
import type { Path } from "../core/subgraph/path.ts";
import { activeTab, changeTab, type View } from "../core/tabs.ts";
import { openField } from "../panels/field-editor.ts";
import { graphMenu } from "../panels/graph-menu.ts";
import { refusalTip } from "../panels/refusal-tip.ts";
import type { App } from "./app.ts";
import { documentOf, edit, pathOf } from "./edit.ts";
import { enter, isInstance } from "./enter.ts";
import { lookOf } from "./look.ts";
import { runOf, shownRuns } from "./run.ts";

/** Keeps canvas and document the same, whichever of the two changes. */
export function syncGraph(app: App, element: HTMLCanvasElement): GraphView {
  let shown: WorkflowDocument | null = null;
  let [tab, place] = ["", ""];
  let here: Path = [];
  /** How each subgraph was looked at when it was left. */
  const seen = new Map<string, View>();
  let base: Shape = { nodes: new Map(), links: new Map(), groups: [] };
  const pictures = createPictureCache(app.client.viewUrl, () => view.redraw());
  const tip = refusalTip(app);

  const host: CanvasHost = {
    look: () => lookOf(app),
    isSnapping: () => app.settings.get().isSnapping,
    words: () => ({
      automatic: app.words("value.automatic"),
      empty: app.words("value.empty"),
      linked: app.words("value.linked"),
      cached: app.words("mark.cached"),
      missing: app.words("mark.missing"),
      muted: app.words("mark.muted"),
      bypassed: app.words("mark.bypassed"),
      inputs: app.words("subgraph.inputs"),
      outputs: app.words("subgraph.outputs"),
    }),
    types: app.types.get,
    runOf: (node) => app.runsAt(runOf(app), here).get(node),
    picturesOf: pictures.of,
    refusal: (ends) => refusalOf(documentOf(app) ?? {}, ends, app.types.get()),
    onChange: () => taken(),
    onSelect: app.selection.set,
    onField: (request) => openField(app, request),
    onMenu: (target, point) => graphMenu(app, target, point),
    onSearch: app.overlays.search,
    onRename: (node) => (isInstance(app, node) ? enter(app, node) : rename(app, node)),
    onReroute: (piece, at) => edit(app, "reroute", (document) => addReroute(document, piece, at)),
    onEnter: (node) => enter(app, node),
    onOpenPicture: (node, index) => {
      const { images, videos } = shownRuns(app).get(node) ?? { images: [], videos: [] };
      const files = [...images, ...videos];
      if (files.length > 0)
        app.overlays.viewer(
          files.map((file) => ({ file, job: runOf(app).job ?? "" })),
          index,
        );
    },
    onRefused: tip,
    onMoved: () => {},
  };
  takeTouches(element, { pinch: (...move) => view.pinch(...move), hold: (point) => view.openMenu(point) });
  const view = createGraphView(element, host);

  /** What a hand has done goes into the document, as one step. */
  const taken = (): void => {
    const document = documentOf(app);
    if (document === null) return;
    const after = view.shape();
    const next = applyGestures(document, base, after, app.types.get());
    if (next === document) return;
    if (!hasNewLinks(base, after)) {
      shown = next;
      base = after;
    }
    edit(app, "canvas", () => next);
  };

  const draw = (): void => {
    const front = activeTab(app.tabs.get());
    const document = documentOf(app) ?? {};
    here = pathOf(app);
    const path = here.join(":");
    if (front !== undefined && (front.id !== tab || path !== place)) {
      const [left, last] = [tab, view.view()];
      seen.set(`${tab} ${place}`, last);
      const before = seen.get(`${front.id} ${path}`) ?? (front.id === left ? null : front.view);
      [tab, place] = [front.id, path];
      pictures.clear();
      view.select([]);
      view.show(document);
      shown = document;
      base = view.shape();
      if (before !== null) view.setView(before);
      else view.fit();
      if (left !== "" && left !== tab)
        app.tabs.update((tabs) => changeTab(tabs, left, (each) => ({ ...each, view: last })));
      return;
    }
    if (document === shown) return;
    view.show(document);
    shown = document;
    base = view.shape();
  };
  app.tabs.subscribe(draw);
  app.types.subscribe(() => {
    shown = null;
    draw();
  });
  app.runs.subscribe(view.redraw);
  app.settings.subscribe(view.redraw);
  draw();
  animate(app, view);
  return view;
}

/** While something runs the canvas is drawn again and again. */
function animate(app: App, view: GraphView): void {
  const frame = (): void => {
    if (runOf(app).isRunning) view.redraw();
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

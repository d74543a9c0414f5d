import type { App } from "../app/app.ts";
import { documentOf } from "../app/edit.ts";
import { lookOf } from "../app/look.ts";
import { runOf, shownRuns } from "../app/run.ts";
import { typeOf } from "../app/type-of.ts";
import { categoryColour } from "../canvas/draw/look.ts";
import { nodesOf, positionOf, sizeOf } from "../core/document.ts";
import { el } from "../dom/el.ts";
import { button } from "./toolbar.ts";

const SIZE = [180, 110] as const;

/** A small map of the whole graph with what is seen of it, and the buttons of zooming. */
export function minimap(app: App): HTMLElement {
  const canvas = el("canvas", {
    class: "minimap-canvas",
    label: app.words("minimap"),
    attributes: { width: SIZE[0] * 2, height: SIZE[1] * 2, role: "img" },
  });
  const context = canvas.getContext("2d");
  let place = { left: 0, top: 0, scale: 1 };
  let last = "";

  const draw = (): void => {
    const nodes = nodesOf(documentOf(app) ?? {});
    const [seenX, seenY, seenWidth, seenHeight] = app.view().visible();
    const key = [seenX, seenY, seenWidth, seenHeight].map(Math.round).join();
    const runs = shownRuns(app);
    const now = `${key} ${runOf(app).current}`;
    if (context === null || (now === last && shown === nodes)) return;
    last = now;
    shown = nodes;
    // Where the graph lies on the canvas, for whoever measures the page from outside.
    const { scale: zoom, offset } = app.view().view();
    document.getElementById("graph")?.setAttribute("data-view", [zoom, ...offset].join(" "));
    const boxes = nodes.map((node) => [...positionOf(node), ...sizeOf(node)] as const);
    const left = Math.min(seenX, ...boxes.map(([x]) => x)) - 60;
    const top = Math.min(seenY, ...boxes.map(([, y]) => y)) - 60;
    const right = Math.max(seenX + seenWidth, ...boxes.map(([x, , w]) => x + w)) + 60;
    const bottom = Math.max(seenY + seenHeight, ...boxes.map(([, y, , h]) => y + h)) + 60;
    const scale = Math.min((SIZE[0] * 2) / (right - left), (SIZE[1] * 2) / (bottom - top));
    place = { left, top, scale };
    const look = lookOf(app);
    context.clearRect(0, 0, canvas.width, canvas.height);
    nodes.forEach((node, i) => {
      const [x, y, width, height] = boxes[i] ?? [0, 0, 0, 0];
      const category = typeOf(app, node)?.category ?? "";
      context.fillStyle =
        runs.get(String(node.id))?.state === "running" ? look.running : categoryColour(category, look);
      context.globalAlpha = 0.75;
      context.fillRect((x - left) * scale, (y - top) * scale, Math.max(3, width * scale), Math.max(3, height * scale));
    });
    context.globalAlpha = 1;
    context.strokeStyle = look.accent;
    context.lineWidth = 3;
    context.strokeRect((seenX - left) * scale, (seenY - top) * scale, seenWidth * scale, seenHeight * scale);
  };
  let shown: unknown = null;
  const go = (event: PointerEvent): void => {
    const box = canvas.getBoundingClientRect();
    const ratio = canvas.width / box.width;
    app
      .view()
      .moveTo([
        ((event.clientX - box.left) * ratio) / place.scale + place.left,
        ((event.clientY - box.top) * ratio) / place.scale + place.top,
      ]);
  };
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    go(event);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (event.buttons > 0) go(event);
  });
  const frame = (): void => {
    draw();
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  const scale = el(
    "div",
    { class: "zoom" },
    button(app, "zoom-out", "minus"),
    button(app, "fit", "fit"),
    button(app, "zoom-in", "plus"),
  );
  return el("div", { class: "minimap" }, canvas, scale);
}

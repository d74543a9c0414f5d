import type { App, Shown } from "../app/app.ts";
import { openDocument } from "../app/files.ts";
import { madeWith } from "../core/made-with.ts";
import { el, fill } from "../dom/el.ts";
import { icon } from "../dom/icon.ts";
import { media } from "../dom/media.ts";
import { showPopup } from "../dom/popup.ts";

/** A picture as large as the window lets it be; arrows go to its neighbours. */
export function openViewer(app: App, pictures: readonly Shown[], start: number): void {
  let [at, isComparing] = [start, false];
  const frame = el("div", { class: "viewer-frame" });
  const name = el("span", { class: "viewer-name" });
  const slider = el("input", {
    class: "viewer-slider",
    label: app.words("compare"),
    attributes: { type: "range", min: 0, max: 100, value: 50 },
    on: { input: () => split(), keydown: (event) => event.key.startsWith("Arrow") && event.stopPropagation() },
  });
  const split = (): void => {
    const over = frame.querySelector<HTMLElement>(".viewer-other");
    if (over !== null) over.style.clipPath = `inset(0 0 0 ${slider.value}%)`;
  };
  const compare = (): void => {
    isComparing = !isComparing;
    draw();
  };
  const link = el("a", { class: "icon-button", label: app.words("viewer.download") }, icon("download"));
  const step = (by: number): void => {
    at = (at + by + pictures.length) % pictures.length;
    draw();
  };
  const graph = (): void => {
    const shown = pictures[at];
    if (shown === undefined) return;
    void app.client.outputs(shown.job).then((found) => {
      if (found?.workflow == null) return;
      close();
      openDocument(app, shown.file.filename.replace(/\.\w+$/, ""), found.workflow);
    });
  };
  const values = el("aside", { class: "viewer-values", attributes: { tabindex: 0, hidden: true } });
  values.setAttribute("aria-label", app.words("viewer.values"));
  const tellValues = async (): Promise<void> => {
    const shown = pictures[at];
    if (values.hidden || shown === undefined) return;
    const found = await app.client.outputs(shown.job).catch(() => null);
    if (pictures[at] !== shown) return;
    const nodes = madeWith(found?.workflow ?? {}, app.types.get());
    fill(
      values,
      ...nodes.flatMap((node) => [
        el("h3", { text: node.title }),
        el(
          "dl",
          {},
          ...node.values.flatMap(([input, value]) => [el("dt", { text: input }), el("dd", { text: value })]),
        ),
      ]),
      nodes.length === 0 && el("p", { class: "quiet", text: app.words("viewer.unknown") }),
    );
  };
  const tool = (
    drawing: Parameters<typeof icon>[0],
    label: Parameters<App["words"]>[0],
    run: () => void,
    className = "icon-button",
  ) =>
    el(
      "button",
      { class: className, label: app.words(label), attributes: { type: "button" }, on: { click: run } },
      icon(drawing),
    );
  const box = el(
    "div",
    {
      class: "viewer",
      attributes: { role: "dialog", "aria-modal": "true", "aria-label": app.words("panel.gallery"), tabindex: "-1" },
      on: {
        keydown: (event) => {
          if (event.key === "ArrowRight") step(1);
          if (event.key === "ArrowLeft") step(-1);
        },
      },
    },
    el(
      "div",
      { class: "viewer-bar" },
      name,
      el("span", { class: "rail-space" }),
      pictures.length > 1 && tool("compare", "compare", compare),
      tool("form", "viewer.values", () => {
        values.hidden = !values.hidden;
        void tellValues();
      }),
      tool("graph", "viewer.graph", graph),
      link,
      tool("close", "viewer.close", () => close()),
    ),
    el(
      "div",
      { class: "viewer-stage" },
      pictures.length > 1 && tool("left", "viewer.previous", () => step(-1), "icon-button viewer-step"),
      frame,
      pictures.length > 1 && tool("right", "viewer.next", () => step(1), "icon-button viewer-step"),
      values,
    ),
  );
  const view = ({ file }: Shown, className: string) =>
    media(app.client.viewUrl(file), {
      name: file.filename,
      alt: app.words("gallery.picture", { name: file.filename }),
      className,
    });
  const draw = (): void => {
    const shown = pictures[at];
    if (shown === undefined) return;
    const over = isComparing ? pictures[(at + 1) % pictures.length] : undefined;
    fill(
      frame,
      view(shown, "viewer-image"),
      over !== undefined && view(over, "viewer-image viewer-other"),
      over !== undefined && slider,
    );
    split();
    const url = app.client.viewUrl(shown.file);
    name.textContent = `${shown.file.filename} · ${at + 1}/${pictures.length}`;
    void tellValues();
    link.href = url;
    link.download = shown.file.filename;
  };
  const close = showPopup(box, { isModal: true });
  draw();
  box.focus();
}

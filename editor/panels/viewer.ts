import type { App, Shown } from "../app/app.ts";
import { openDocument } from "../app/files.ts";
import { el } from "../dom/el.ts";
import { icon } from "../dom/icon.ts";
import { showPopup } from "../dom/popup.ts";

/** A picture as large as the window lets it be; arrows go to its neighbours. */
export function openViewer(app: App, pictures: readonly Shown[], start: number): void {
  let at = start;
  const image = el("img", { class: "viewer-image", attributes: { alt: "" } });
  const name = el("span", { class: "viewer-name" });
  const other = el("img", { class: "viewer-image viewer-other", attributes: { alt: "", hidden: true } });
  const slider = el("input", {
    class: "viewer-slider",
    label: app.words("compare"),
    attributes: { type: "range", min: 0, max: 100, value: 50, hidden: true },
    on: { input: () => split() },
  });
  const split = (): void => {
    other.style.clipPath = `inset(0 0 0 ${slider.value}%)`;
  };
  const compare = (): void => {
    other.hidden = !other.hidden;
    slider.hidden = other.hidden;
    draw();
    split();
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
      tool("graph", "viewer.graph", graph),
      link,
      tool("close", "viewer.close", () => close()),
    ),
    el(
      "div",
      { class: "viewer-stage" },
      pictures.length > 1 && tool("left", "viewer.previous", () => step(-1), "icon-button viewer-step"),
      el("div", { class: "viewer-frame" }, image, other, slider),
      pictures.length > 1 && tool("right", "viewer.next", () => step(1), "icon-button viewer-step"),
    ),
  );
  const draw = (): void => {
    const shown = pictures[at];
    if (shown === undefined) return;
    const url = app.client.viewUrl(shown.file);
    image.src = url;
    image.alt = app.words("gallery.picture", { name: shown.file.filename });
    name.textContent = `${shown.file.filename} · ${at + 1}/${pictures.length}`;
    const next = pictures[(at + 1) % pictures.length];
    if (!other.hidden && next !== undefined) other.src = app.client.viewUrl(next.file);
    link.href = url;
    link.download = shown.file.filename;
  };
  for (const each of [image, other])
    each.addEventListener("load", () =>
      each.classList.toggle("is-small", Math.max(each.naturalWidth, each.naturalHeight) <= 160),
    );
  const close = showPopup(box, { isModal: true });
  draw();
  box.focus();
}

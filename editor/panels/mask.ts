import type { App } from "../app/app.ts";
import { documentOf } from "../app/edit.ts";
import { nodesOf } from "../core/document.ts";
import { pictureNode } from "../core/picture-node.ts";
import { valuesOf } from "../core/values.ts";
import { el } from "../dom/el.ts";
import { showPopup } from "../dom/popup.ts";

/** Side of a mask when there is no picture to paint it over, in pixels. */
const SIDE = 512;

/** Lets a person paint a mask over the picture that the graph loads; `done` is told its name on the server. */
export function openMask(app: App, done: (name: string) => void): void {
  const base = el("img", { class: "mask-base", attributes: { alt: "" } });
  const canvas = el("canvas", {
    class: "mask-canvas",
    label: app.words("mask.paint"),
    attributes: { width: SIDE, height: SIDE, role: "img" },
  });
  const size = el("input", {
    label: app.words("mask.size"),
    attributes: { type: "range", min: 1, max: 40, value: 10 },
  });
  const erase = el("input", { label: app.words("mask.erase"), attributes: { type: "checkbox" } });
  const context = canvas.getContext("2d");
  let last: readonly [number, number] | null = null;

  const file = loadedPicture(app);
  base.hidden = file === null;
  if (file !== null) base.src = app.client.viewUrl({ filename: file, subfolder: "", type: "input" });
  base.addEventListener("load", () => {
    canvas.width = base.naturalWidth;
    canvas.height = base.naturalHeight;
  });
  const paint = (event: PointerEvent): void => {
    if (context === null || event.buttons === 0) return;
    const box = canvas.getBoundingClientRect();
    const ratio = canvas.width / box.width;
    const at = [(event.clientX - box.left) * ratio, (event.clientY - box.top) * ratio] as const;
    context.globalCompositeOperation = erase.checked ? "destination-out" : "source-over";
    context.strokeStyle = "#ffffff";
    context.lineCap = "round";
    context.lineWidth = (Number(size.value) / 100) * Math.max(canvas.width, canvas.height);
    context.beginPath();
    context.moveTo(...(last ?? at));
    context.lineTo(...at);
    context.stroke();
    last = at;
  };
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    last = null;
    paint(event);
  });
  canvas.addEventListener("pointermove", paint);

  const use = async (): Promise<void> => {
    const name = await app.client.upload(await maskFile(canvas), "mask.png");
    close();
    done(name);
  };
  const button = (text: string, run: () => void, className = "button") =>
    el("button", { class: className, text, attributes: { type: "button" }, on: { click: run } });
  const box = el(
    "div",
    {
      class: "dialog is-mask",
      attributes: { role: "dialog", "aria-modal": "true", "aria-label": app.words("mask.paint") },
    },
    el("h2", { text: app.words("mask.paint") }),
    el("div", { class: "mask-stage" }, base, canvas),
    el(
      "div",
      { class: "mask-tools" },
      el("label", {}, app.words("mask.size"), size),
      el("label", {}, erase, app.words("mask.erase")),
      button(app.words("mask.clear"), () => context?.clearRect(0, 0, canvas.width, canvas.height)),
    ),
    el(
      "div",
      { class: "dialog-row" },
      button(app.words("cancel"), () => close()),
      button(
        app.words("mask.use"),
        () => void use().catch((error: unknown) => app.notice.set({ kind: "error", text: String(error) })),
        "button is-main",
      ),
    ),
  );
  const close = showPopup(box, { isModal: true });
  size.focus();
}

/** The file of the first node that loads a picture. */
function loadedPicture(app: App): string | null {
  for (const node of nodesOf(documentOf(app) ?? {})) {
    const type = app.types.get().get(node.type);
    const input = pictureNode(type);
    const makesPictures = type?.outputs.some((output) => output.type === "IMAGE") ?? false;
    if (type === undefined || input === null || !makesPictures) continue;
    const value = valuesOf(node, type).values.get(input);
    if (typeof value === "string" && value !== "") return value;
  }
  return null;
}

/** White where it was painted, black elsewhere. */
async function maskFile(painted: HTMLCanvasElement): Promise<Blob> {
  const whole = new OffscreenCanvas(painted.width, painted.height);
  const context = whole.getContext("2d");
  if (context === null) throw new Error("The browser has no canvas to draw the mask on.");
  context.fillStyle = "#000000";
  context.fillRect(0, 0, whole.width, whole.height);
  context.drawImage(painted, 0, 0);
  return whole.convertToBlob({ type: "image/png" });
}

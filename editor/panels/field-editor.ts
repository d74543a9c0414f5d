import type { App } from "../app/app.ts";
import { documentOf } from "../app/edit.ts";
import { typeOf } from "../app/type-of.ts";
import type { FieldRequest } from "../canvas/host.ts";
import { nodeOf } from "../core/document.ts";
import type { WidgetType } from "../core/node-type.ts";
import { takesMask } from "../core/picture-node.ts";
import { el, keepInside, placeAt } from "../dom/el.ts";
import { openFinder } from "../dom/finder.ts";
import { openMenu } from "../dom/menu.ts";
import { showPopup } from "../dom/popup.ts";
import { openMask } from "./mask.ts";

/** Opens what a person types or picks a value with, over the widget that was pressed. */
export function openField(app: App, request: FieldRequest): void {
  const { input, area, node } = request;
  const { widget } = input;
  if (widget === null) return;
  const set = (value: unknown): void => app.view().setValue(node, input.name, value);
  const title = nodeTitle(app, node);
  const label = app.words("value.for", { input: input.label ?? input.name, title });
  const point = { x: area.x, y: area.y + area.height };
  if (widget.kind === "choice") {
    const choices = input.required || input.default !== undefined ? widget.choices : ["", ...widget.choices];
    openFinder({
      label,
      none: app.words("search.none"),
      point: { x: point.x + 20, y: area.y + 20 },
      find: (words) =>
        choices
          .filter((choice) => choice.toLowerCase().includes(words.trim().toLowerCase()))
          .map((choice) => ({
            title: choice === "" ? app.words("value.automatic") : choice,
            ...(choice === request.value && { hint: "✓" }),
            run: () => set(choice === "" ? null : choice),
          })),
    });
    return;
  }
  if (widget.kind === "boolean") {
    const item = (text: string, value: unknown) => ({ label: text, run: () => set(value) });
    openMenu(label, [item("true", true), item("false", false), item(app.words("value.clear"), null)], point);
    return;
  }
  openText(app, request, widget, label, set);
}

/** Reads what was typed: null for an empty box when that leaves the value to the model, undefined for nonsense. */
export function readTyped(text: string, widget: WidgetType, canBeEmpty: boolean): unknown {
  if (widget.kind !== "number") return text === "" && canBeEmpty ? null : text;
  if (text.trim() === "") return canBeEmpty ? null : undefined;
  const number = Number(text.trim().replace(",", "."));
  if (!Number.isFinite(number)) return undefined;
  const bounded = Math.max(widget.min, Math.min(widget.max, number));
  return widget.integer ? Math.round(bounded) : bounded;
}

function openText(
  app: App,
  { node, input, value, area, scale }: FieldRequest,
  widget: WidgetType,
  label: string,
  set: (value: unknown) => void,
): void {
  const isTall = widget.kind === "text" && widget.multiline;
  const look = widget.kind === "text" ? widget.look : "plain";
  const canBeEmpty = !input.required && input.default === undefined;
  const type = typeOf(app, nodeOf(documentOf(app) ?? {}, node));
  const isMask = type !== undefined && takesMask(type, input);
  const box = isTall
    ? el("textarea", { class: "field-text", label, attributes: { spellcheck: "false" } })
    : el("input", {
        class: "field-line",
        label,
        attributes: { type: look === "colour" ? "color" : "text", autocomplete: "off" },
      });
  box.value = value === null || value === undefined ? "" : String(value);
  let isTaken = false;
  const take = (): void => {
    if (isTaken) return;
    isTaken = true;
    const read = readTyped(box.value, widget, canBeEmpty);
    if (read !== undefined && read !== value && !(value === null && read === "")) set(read);
  };
  const holder = el(
    "div",
    { class: "field-holder" },
    box,
    input.help !== "" && look !== "colour" && el("p", { class: "field-help", text: input.help }),
    look === "picture" && uploadButton(app, (name) => put(name)),
    isMask &&
      el("button", {
        class: "field-upload",
        text: app.words("mask.paint"),
        attributes: { type: "button" },
        on: {
          click: () => {
            isTaken = true;
            close();
            openMask(app, set);
          },
        },
      }),
  );
  const put = (name: string): void => {
    box.value = name;
    close();
  };
  const close = showPopup(holder, { onClose: () => !isTaken && take() });
  const size = Math.max(12, 13 * scale);
  box.style.fontSize = `${size}px`;
  box.style.width = `${Math.max(140, area.width)}px`;
  box.style.height = `${Math.max(28, area.height)}px`;
  placeAt(holder, area.x, area.y);
  if (area.y + holder.offsetHeight > innerHeight) keepInside(holder, area.x, area.y);
  box.addEventListener("keydown", (event) => {
    const key = (event as KeyboardEvent).key;
    if (key === "Escape") {
      isTaken = true;
      return;
    }
    if (key === "Enter" && (!isTall || (event as KeyboardEvent).ctrlKey)) {
      event.preventDefault();
      close();
    }
  });
  if (look === "colour" && box instanceof HTMLInputElement) box.addEventListener("change", () => close());
  box.focus();
  if (!isTall) box.select();
}

function uploadButton(app: App, done: (name: string) => void): HTMLElement {
  const file = el("input", { label: app.words("value.upload"), attributes: { type: "file", accept: "image/*" } });
  file.addEventListener("change", () => {
    const chosen = file.files?.[0];
    if (chosen === undefined) return;
    app.client.upload(chosen, chosen.name).then(done, (error: unknown) => {
      app.notice.set({ kind: "error", text: error instanceof Error ? error.message : String(error) });
    });
  });
  return el("label", { class: "field-upload" }, app.words("value.upload"), file);
}

function nodeTitle(app: App, id: string): string {
  const document = documentOf(app);
  const node = document === null ? undefined : nodeOf(document, id);
  return node?.title || (typeOf(app, node)?.title ?? id);
}

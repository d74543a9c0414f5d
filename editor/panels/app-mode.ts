import type { App } from "../app/app.ts";
import { documentOf } from "../app/edit.ts";
import { runOf } from "../app/run.ts";
import { typeOf } from "../app/type-of.ts";
import { commandOf } from "../commands/commands.ts";
import { nodesOf, positionOf, type WorkflowDocument } from "../core/document.ts";
import { noteInput } from "../core/node-type.ts";
import { valuesOf, widgetsOf } from "../core/values.ts";
import { el, fill } from "../dom/el.ts";
import { markdown } from "../dom/markdown.ts";
import { media } from "../dom/media.ts";
import { titleOf } from "./title-of.ts";
import { valueForm } from "./value-form.ts";

/** The workflow as a form and its results, for who never wants to see a graph. */
export function appMode(app: App): HTMLElement {
  const form = el("div", { class: "app-form" });
  const result = el("div", {
    class: "app-result",
    label: app.words("app.result"),
    attributes: { role: "region", tabindex: 0 },
  });
  const element = el(
    "section",
    { class: "app-mode", label: app.words("app.mode") },
    el(
      "div",
      { class: "app-side" },
      el("p", { class: "quiet", text: app.words("app.mode.hint") }),
      form,
      el("button", {
        class: "button is-main is-wide",
        text: app.words("run"),
        attributes: { type: "button" },
        on: { click: () => commandOf("run").run(app) },
      }),
    ),
    result,
  );
  let [shown, previews]: [WorkflowDocument | null, string[]] = [null, []];
  const drawForm = (): void => {
    const document = documentOf(app);
    if (!app.settings.get().isAppMode || document === shown) return;
    shown = document;
    const focus = globalThis.document.activeElement?.id ?? "";
    const nodes = nodesOf(document ?? {}).toSorted((a, b) => positionOf(a)[0] - positionOf(b)[0]);
    fill(
      form,
      ...nodes.flatMap((node) => {
        const type = typeOf(app, node);
        if (type === undefined || widgetsOf(type).length === 0 || node.mode === 2) return [];
        const note = noteInput(type);
        if (note !== null) return [markdown(String(valuesOf(node, type).values.get(note) ?? ""))];
        const rows = valueForm(app, node, type);
        return rows.length === 0
          ? []
          : [el("fieldset", { class: "app-node" }, el("legend", { text: titleOf(app, node) }), ...rows)];
      }),
    );
    if (focus !== "") globalThis.document.getElementById(focus)?.focus({ preventScroll: true });
  };
  const drawResult = (): void => {
    if (!app.settings.get().isAppMode) return;
    for (const url of previews) URL.revokeObjectURL(url);
    previews = [];
    const all = [...runOf(app).nodes.values()].flatMap((node) => {
      const pictures: HTMLElement[] = [...node.images, ...node.videos].map((file) =>
        media(app.client.viewUrl(file), { name: file.filename, alt: file.filename }),
      );
      if (node.preview !== null) {
        const url = URL.createObjectURL(node.preview);
        previews.push(url);
        pictures.push(
          el("img", { class: "is-preview", attributes: { src: url, alt: app.words("status.running", { title: "" }) } }),
        );
      }
      return [...pictures, ...(node.text === "" ? [] : [el("p", { class: "app-text", text: node.text })])];
    });
    fill(result, ...(all.length === 0 ? [el("p", { class: "quiet", text: app.words("app.mode.empty") })] : all));
  };
  const draw = (): void => {
    element.hidden = !app.settings.get().isAppMode;
    drawForm();
    drawResult();
  };
  app.settings.subscribe(draw);
  app.tabs.subscribe(draw);
  app.types.subscribe(draw);
  app.runs.subscribe(drawResult);
  draw();
  return element;
}

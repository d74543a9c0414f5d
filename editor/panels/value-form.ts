import type { App } from "../app/app.ts";
import { edit } from "../app/edit.ts";
import type { DocNode } from "../core/document.ts";
import { setValue } from "../core/edits/nodes.ts";
import type { InputType, NodeType } from "../core/node-type.ts";
import { takesMask } from "../core/picture-node.ts";
import { valuesOf, widgetsOf } from "../core/values.ts";
import { el } from "../dom/el.ts";
import { readTyped } from "./field-editor.ts";
import { openMask } from "./mask.ts";

/** A row of a form for each widget of a node that is not linked. */
export function valueForm(app: App, node: DocNode, type: NodeType): readonly HTMLElement[] {
  const { values } = valuesOf(node, type);
  return widgetsOf(type).flatMap((input) => {
    const isLinked = node.inputs?.some(({ name, link }) => name === input.name && link != null) ?? false;
    if (isLinked) return [];
    const set = (value: unknown): void =>
      edit(
        app,
        `value ${node.id} ${input.name}`,
        (document) => setValue(document, node.id, type, input.name, value),
        true,
      );
    const control = controlOf(app, node, input, values.get(input.name) ?? null, set);
    return [
      el(
        "label",
        { class: "form-row" },
        el("span", { text: input.label ?? input.name }),
        control,
        input.help !== "" && el("small", { text: input.help }),
      ),
      ...(input.widget?.kind === "text" && input.widget.look === "picture" ? [uploadRow(app, set)] : []),
      ...(takesMask(type, input) ? [maskRow(app, set)] : []),
    ];
  });
}

function maskRow(app: App, set: (value: unknown) => void): HTMLElement {
  return el("button", {
    class: "button",
    text: app.words("mask.paint"),
    attributes: { type: "button" },
    on: { click: () => openMask(app, set) },
  });
}

/** Sends a picture to the server, and takes the name it gets there. */
function uploadRow(app: App, set: (value: unknown) => void): HTMLElement {
  const file = el("input", { label: app.words("value.upload"), attributes: { type: "file", accept: "image/*" } });
  file.addEventListener("change", () => {
    const chosen = file.files?.[0];
    if (chosen === undefined) return;
    app.client.upload(chosen, chosen.name).then(set, (error: unknown) => {
      app.notice.set({ kind: "error", text: error instanceof Error ? error.message : String(error) });
    });
  });
  return el("label", { class: "form-row" }, el("span", { text: app.words("value.upload") }), file);
}

function controlOf(
  app: App,
  { id, title, type }: DocNode,
  input: InputType,
  value: unknown,
  set: (value: unknown) => void,
): HTMLElement {
  const { widget } = input;
  const canBeEmpty = !input.required && input.default === undefined;
  const label = app.words("value.for", { input: input.label ?? input.name, title: title || type });
  const attributes = { id: `value-${id}-${input.name}` };
  if (widget?.kind === "choice" || (widget?.kind === "boolean" && canBeEmpty)) {
    const choices = widget.kind === "choice" ? widget.choices : ["true", "false"];
    const read = (text: string) => (text === "" ? null : widget.kind === "choice" ? text : text === "true");
    const select = el(
      "select",
      { class: "input", label, attributes, on: { change: () => set(read(select.value)) } },
      canBeEmpty && el("option", { text: app.words("value.automatic"), attributes: { value: "" } }),
      ...choices.map((choice) =>
        el("option", { text: choice, attributes: { value: choice, selected: choice === String(value) } }),
      ),
    );
    return select;
  }
  if (widget?.kind === "boolean") {
    const box = el("input", {
      label,
      attributes: { ...attributes, type: "checkbox", checked: value === true },
      on: { change: () => set(box.checked) },
    });
    return box;
  }
  const text = value === null ? "" : String(value);
  const taken = (box: HTMLInputElement | HTMLTextAreaElement) => () => {
    const read = widget === null ? undefined : readTyped(box.value, widget, canBeEmpty);
    if (read !== undefined) set(read);
  };
  if (widget?.kind === "text" && widget.multiline) {
    const box = el("textarea", { class: "input", label, attributes: { ...attributes, rows: 3 } });
    box.value = text;
    box.addEventListener("change", taken(box));
    return box;
  }
  const isColour = widget?.kind === "text" && widget.look === "colour";
  const number =
    widget?.kind === "number"
      ? { type: "number", min: finite(widget.min), max: finite(widget.max), step: widget.step }
      : { type: isColour ? "color" : "text" };
  const box = el("input", {
    class: "input",
    label,
    attributes: {
      ...attributes,
      ...number,
      placeholder: canBeEmpty ? app.words("value.automatic") : "",
      autocomplete: "off",
    },
  });
  box.value = text;
  box.addEventListener("change", taken(box));
  return box;
}

function finite(value: number): number | undefined {
  return Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined;
}

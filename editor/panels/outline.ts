import type { App } from "../app/app.ts";
import { documentOf, edit } from "../app/edit.ts";
import { enter, isInstance } from "../app/enter.ts";
import { runWorkflow } from "../app/run.ts";
import { typeOf } from "../app/type-of.ts";
import { type DocNode, nodeOf, nodesOf, type WorkflowDocument } from "../core/document.ts";
import { connect, dropLinks, refusalOf } from "../core/edits/links.ts";
import { removeNodes } from "../core/edits/nodes.ts";
import { linkInto } from "../core/links.ts";
import type { NodeType } from "../core/node-type.ts";
import { type Side, sideOf } from "../core/subgraph/border.ts";
import { removePort, renamePort, shownPorts } from "../core/subgraph/ports.ts";
import { el, fill } from "../dom/el.ts";
import { curveTables } from "./outline-curves.ts";
import { addRerouteButton, rerouteEntries } from "./outline-reroutes.ts";
import { wordsWritten } from "./outline-words.ts";
import { askForPort } from "./port-menu.ts";
import { openNodeSearch } from "./search-nodes.ts";
import type { Panel } from "./side.ts";
import { titleOf } from "./title-of.ts";
import { valueForm } from "./value-form.ts";

/** The graph as a tree of nodes with a form each: everything the canvas can do, without seeing it. */
export function outlinePanel(app: App): Panel {
  const list = el("div", { class: "outline" });
  let shown: WorkflowDocument | null = null;
  let told: readonly (readonly ReturnType<typeof curveTables>[])[] = [];
  const draw = (): void => {
    const document = documentOf(app);
    if (document === shown) return;
    shown = document;
    const focus = globalThis.document.activeElement?.id ?? "";
    const open = new Set([...list.querySelectorAll("details[open]")].map(({ id }) => id));
    const nodes = nodesOf(document ?? {});
    told = nodes.map(({ id }) => [curveTables(app, String(id)), wordsWritten(app, String(id))]);
    fill(
      list,
      ...nodes.map((node, i) =>
        nodeEntry(
          app,
          document ?? {},
          node,
          open.has(`outline-${node.id}`),
          (told[i] ?? []).map(({ element }) => element),
        ),
      ),
      ...rerouteEntries(app, document ?? {}, (id) => open.has(id)),
    );
    if (focus !== "") globalThis.document.getElementById(focus)?.focus({ preventScroll: true });
  };
  const tell = (): void => {
    for (const { update } of told.flat()) update();
  };
  const add = (): void =>
    openNodeSearch(app, { at: app.view().centre(), point: { x: 80, y: 80 }, wish: null, held: null });
  const element = el(
    "div",
    { class: "panel-body" },
    el("p", { class: "quiet", text: app.words("outline.hint") }),
    el("button", {
      class: "button",
      text: app.words("outline.add"),
      attributes: { type: "button", id: "outline-add" },
      on: { click: add },
    }),
    list,
  );
  const stops = [app.tabs.subscribe(draw), app.types.subscribe(draw), app.runs.subscribe(tell)];
  draw();
  return {
    element,
    destroy: () => {
      for (const stop of stops) stop();
    },
  };
}

function nodeEntry(
  app: App,
  document: WorkflowDocument,
  node: DocNode,
  isOpen: boolean,
  told: readonly HTMLElement[],
): HTMLElement {
  const type = typeOf(app, node);
  const title = titleOf(app, node);
  const id = String(node.id);
  const tool = (text: string, run: () => void) =>
    el("button", {
      class: "button",
      text,
      attributes: { type: "button", id: `outline-${id}-${text}` },
      on: { click: run },
    });
  const entry = el(
    "details",
    { class: "outline-node", attributes: { id: `outline-${id}`, open: isOpen } },
    el("summary", {
      text: sideOf(node) === null ? app.words("outline.node", { title, id }) : title,
      on: { focus: () => app.view().select([id]) },
    }),
    type !== undefined && type.description !== "" && el("p", { class: "quiet", text: type.description }),
    ...(type === undefined ? [] : valueForm(app, node, type)),
    ...(sideOf(node) === null ? [] : [portList(app, sideOf(node) ?? "inputs")]),
    ...linkForm(app, document, node, type),
    ...told,
    el(
      "div",
      { class: "dialog-row" },
      ...(sideOf(node) === null
        ? [
            tool(app.words("outline.run"), () => void runWorkflow(app, [id])),
            tool(app.words("outline.delete"), () => edit(app, "delete", (now) => removeNodes(now, new Set([id])))),
          ]
        : []),
      isInstance(app, id) && tool(app.words("subgraph.enter"), () => enter(app, id)),
    ),
  );
  return entry;
}

/** The ports at one end of a subgraph: their names to be changed, each to be removed. */
function portList(app: App, side: Side): HTMLElement {
  const rows = shownPorts(documentOf(app) ?? {}, side).map(({ name, type }, at) => {
    const box = el("input", {
      class: "input",
      label: app.words("port.name", { name }),
      attributes: { type: "text", value: name, autocomplete: "off", id: `port-${side}-${at}` },
      on: { change: () => edit(app, "port", (graph) => renamePort(graph, side, at, box.value.trim())) },
    });
    const remove = el("button", {
      class: "button",
      text: "×",
      label: `${app.words("port.remove")}: ${name}`,
      attributes: { type: "button" },
      on: { click: () => edit(app, "port", (graph) => removePort(graph, side, at)) },
    });
    return el("div", { class: "port-row" }, box, el("small", { text: type }), remove);
  });
  const add = el("button", {
    class: "button",
    text: app.words("port.add"),
    attributes: { type: "button", id: `port-${side}-add` },
    on: { click: () => askForPort(app, side) },
  });
  return el("div", { class: "port-list" }, ...rows, add);
}

/** A list of sources for every input: what can be linked, by name. */
function linkForm(
  app: App,
  document: WorkflowDocument,
  node: DocNode,
  type: NodeType | undefined,
): readonly HTMLElement[] {
  const types = app.types.get();
  const names = new Set([
    ...(type?.inputs.map(({ name }) => name) ?? []),
    ...(node.inputs?.map(({ name }) => name) ?? []),
  ]);
  for (const { name, isInner } of type?.inputs ?? []) if (isInner === true) names.delete(name);
  return [...names].flatMap((input) => {
    const now = linkInto(document, node, input);
    const sources = nodesOf(document).flatMap((source) =>
      (source.outputs ?? []).flatMap((output, slot) => {
        const ends = { from: source.id, slot, to: node.id, input };
        return refusalOf(document, ends, types) === null
          ? [{ key: `${source.id} ${slot}`, ends, text: `${titleOf(app, source)} · ${output.name}` }]
          : [];
      }),
    );
    const select = el(
      "select",
      {
        class: "input",
        label: app.words("outline.connect", { input }),
        attributes: { id: `outline-${node.id}-${input}-link` },
        on: {
          change: () => {
            const chosen = sources.find(({ key }) => key === select.value);
            edit(app, "link", (current) => {
              if (chosen !== undefined) return connect(current, chosen.ends, types);
              const target = nodeOf(current, node.id);
              const link = target === undefined ? undefined : linkInto(current, target, input);
              return link === undefined ? current : dropLinks(current, new Set([String(link.id)]));
            });
          },
        },
      },
      el("option", { text: app.words("outline.nothing"), attributes: { value: "" } }),
      ...sources.map(({ key, text }) =>
        el("option", {
          text,
          attributes: { value: key, selected: now !== undefined && key === `${now.from} ${now.slot}` },
        }),
      ),
    );
    const row = el("label", { class: "form-row" }, el("span", { text: `${input} ←` }), select);
    return now === undefined ? [row] : [row, addRerouteButton(app, document, now)];
  });
}

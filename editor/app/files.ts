import { formatWorkflow } from "../../runtime/workflow/file/format.ts";
import { parseWorkflow } from "../../runtime/workflow/file/parse.ts";
import { carriedGraph } from "../core/carried.ts";
import { definitionOf, definitionsOf } from "../core/definitions.ts";
import { nodesOf, type WorkflowDocument } from "../core/document.ts";
import { documentFromApi } from "../core/from-api.ts";
import { activeTab, addTab, changeTab, isChanged, makeTab } from "../core/tabs.ts";
import type { Template } from "../protocol/client.ts";
import type { App } from "./app.ts";

/** A workflow from the text of a file, in either form. Throws an `Error` that says what is wrong with it. */
export function readDocument(text: string, app: Pick<App, "types">): WorkflowDocument {
  const file = parseWorkflow(text);
  return file.form === "editor" ? file.document : documentFromApi(file.prompt, app.types.get());
}

/** Opens a document in a tab of its own, or in the one in front when nothing is in it. */
export function openDocument(app: App, name: string, document: WorkflowDocument, file: string | null = null): void {
  const front = activeTab(app.tabs.get());
  const isBlank = front !== undefined && nodesOf(front.history.present).length === 0 && !isChanged(front);
  const tab = makeTab(isBlank ? front.id : newId(), name, document, file);
  app.tabs.update((tabs) => (isBlank ? changeTab(tabs, tab.id, () => tab) : addTab(tabs, tab)));
  requestAnimationFrame(() => app.view().fit());
  tellMissing(app, document);
}

export function openBlank(app: App): void {
  app.tabs.update((tabs) => addTab(tabs, makeTab(newId(), app.words("untitled"))));
}

export async function openTemplate(app: App, template: Template): Promise<void> {
  await trying(app, async () =>
    openDocument(app, template.name, readDocument(await app.client.readTemplate(template), app)),
  );
}

export async function openSaved(app: App, file: string): Promise<void> {
  await trying(app, async () => {
    openDocument(app, nameOf(file), readDocument(await app.client.readSaved(file), app), nameOf(file));
  });
}

/** Opens a file that was dropped or chosen: JSON, or a picture that carries its graph. False when it carries none. */
export async function openFile(app: App, file: File): Promise<boolean> {
  const text =
    file.name.endsWith(".json") || file.type === "application/json"
      ? await file.text()
      : await carriedGraph(new Uint8Array(await file.arrayBuffer()));
  if (text === null) return false;
  return trying(app, async () => {
    const document = readDocument(text, app);
    app.notice.set({ kind: "info", text: app.words("opened", { name: file.name }) });
    openDocument(app, nameOf(file.name), document);
  });
}

/** Saves the workflow in front on the server, under its name or a new one. */
export function save(app: App, asNew = false): void {
  const tab = activeTab(app.tabs.get());
  if (tab === undefined) return;
  const write = async (name: string): Promise<void> => {
    const document = tab.history.present;
    await app.client.save(`${name}.json`, formatWorkflow(document));
    app.tabs.update((tabs) => changeTab(tabs, tab.id, (each) => ({ ...each, name, file: name, kept: document })));
    app.notice.set({ kind: "info", text: app.words("saved", { name }) });
  };
  if (tab.file !== null && !asNew) void trying(app, () => write(tab.file ?? tab.name));
  else {
    app.overlays.ask(app.words("save.name"), tab.name, (name) => {
      const clean = name
        .trim()
        .replace(/\.json$/, "")
        .replaceAll(/[\\/:*?"<>|]/g, "-");
      if (clean !== "") void trying(app, () => write(clean));
    });
  }
}

/** Gives the workflow in front to the browser as a file. */
export function download(app: App): void {
  const tab = activeTab(app.tabs.get());
  if (tab === undefined) return;
  const url = URL.createObjectURL(new Blob([formatWorkflow(tab.history.present)], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${tab.name}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export function newId(): string {
  return crypto.getRandomValues(new Uint32Array(2)).join("");
}

async function trying(app: App, work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    app.notice.set({ kind: "error", text: error instanceof Error ? error.message : String(error) });
    return true;
  }
}

function tellMissing(app: App, document: WorkflowDocument): void {
  const types = app.types.get();
  const missing = new Set(
    [document, ...definitionsOf(document)]
      .flatMap(nodesOf)
      .flatMap(({ type }) => (types.has(type) || definitionOf(document, type) !== undefined ? [] : [type])),
  );
  if (types.size === 0 || missing.size === 0) return;
  const text = app.words("missing.title", { count: missing.size, types: [...missing].join(", ") });
  const action = { label: app.words("install.offer"), run: () => app.overlays.install([...missing]) };
  app.notice.set({ kind: "error", text, action });
}

function nameOf(file: string): string {
  return (file.split("/").at(-1) ?? file).replace(/\.\w+$/, "");
}

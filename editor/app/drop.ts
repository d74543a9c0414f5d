import { nodeOf } from "../core/document.ts";
import { addNode, setValue } from "../core/edits/nodes.ts";
import { pictureNode } from "../core/picture-node.ts";
import type { App } from "./app.ts";
import { documentOf, edit } from "./edit.ts";
import { openFile } from "./files.ts";
import { typeOf } from "./type-of.ts";

/** What is dropped on the page: a file with a graph opens, a picture becomes an input where it lands. */
export function takeDrops(app: App, stage: HTMLElement): void {
  const over = (event: DragEvent): void => {
    event.preventDefault();
    stage.classList.add("is-dropping");
  };
  const leave = (): void => stage.classList.remove("is-dropping");
  document.addEventListener("dragover", over);
  document.addEventListener("dragleave", leave);
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    leave();
    const point = { x: event.clientX, y: event.clientY };
    const [file] = event.dataTransfer?.files ?? [];
    const url = event.dataTransfer?.getData("text/uri-list") ?? "";
    if (file !== undefined) void take(app, file, point);
    else if (url !== "")
      void fetchFile(url).then((fetched) => (fetched === null ? undefined : take(app, fetched, point)));
  });
}

async function take(app: App, file: File, point: { readonly x: number; readonly y: number }): Promise<void> {
  const under = app.view().nodeAt(point);
  const document = documentOf(app);
  const node = document === null || under === null ? undefined : nodeOf(document, under);
  const target = pictureNode(typeOf(app, node));
  if (node !== undefined && target !== null && file.type.startsWith("image/")) {
    const name = await app.client.upload(file, file.name).catch(() => null);
    const type = typeOf(app, node);
    if (name !== null && type !== undefined) edit(app, "upload", (now) => setValue(now, node.id, type, target, name));
    return;
  }
  if (await openFile(app, file)) return;
  const type = app.types.get().get("nextscale/load-image");
  const input = pictureNode(type);
  if (!file.type.startsWith("image/") || type === undefined || input === null) {
    app.notice.set({ kind: "error", text: app.words("dropped.none", { name: file.name }) });
    return;
  }
  const name = await app.client.upload(file, file.name).catch((error: unknown) => {
    app.notice.set({ kind: "error", text: error instanceof Error ? error.message : String(error) });
    return null;
  });
  if (name === null) return;
  edit(app, "upload", (now) => {
    const added = addNode(now, type, app.view().toGraph(point));
    return setValue(added.document, added.id, type, input, name);
  });
}

async function fetchFile(url: string): Promise<File | null> {
  const response = await fetch(url).catch(() => null);
  if (response === null || !response.ok) return null;
  const blob = await response.blob();
  const name = new URL(url).searchParams.get("filename") ?? "dropped";
  return new File([blob], name, { type: blob.type });
}

import type { Page } from "playwright-core";
import { formatWorkflow } from "../../runtime/workflow/index.ts";

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Where a point of the graph is on the page. */
export async function onPage(page: Page, x: number, y: number): Promise<Place> {
  const graph = page.locator("#graph");
  const box = await graph.boundingBox();
  const [scale = 1, left = 0, top = 0] = ((await graph.getAttribute("data-view")) ?? "").split(" ").map(Number);
  if (box === null) throw new Error("no canvas");
  return { x: box.x + (x + left) * scale, y: box.y + (y + top) * scale };
}

/** Drags from one point of the graph to another. */
export async function drag(page: Page, from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  await dragOnPage(page, await onPage(page, ...from), await onPage(page, ...to));
}

export async function dragOnPage(page: Page, start: Place, end: Place): Promise<void> {
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 3 });
  await page.mouse.move(end.x, end.y, { steps: 3 });
  await page.mouse.up();
}

interface SavedNode {
  readonly id: number;
  readonly pos: readonly [number, number];
  readonly size: readonly [number, number];
}

interface SavedDocument {
  readonly nodes: readonly SavedNode[];
}

/** The document in front, as the page keeps it. */
export async function documentOf(page: Page): Promise<SavedDocument> {
  await page.waitForFunction(() => localStorage.getItem("nextscale.tabs") !== null);
  await page.evaluate(() => dispatchEvent(new Event("pagehide")));
  const tabs = JSON.parse((await page.evaluate(() => localStorage.getItem("nextscale.tabs"))) ?? "{}");
  return tabs.open.find(({ id }: { id: string }) => id === tabs.active).document;
}

/** The file that the page would save. */
export async function present(page: Page): Promise<string> {
  return formatWorkflow({ ...(await documentOf(page)) });
}

/** Where a port of a node lies in the graph: the row that it stands in is counted among those without a widget. */
export async function portOf(page: Page, id: number, side: "input" | "output", row: number): Promise<[number, number]> {
  const node = (await documentOf(page)).nodes.find((each) => each.id === id);
  if (node === undefined) throw new Error(`no node ${id}`);
  return [node.pos[0] + (side === "output" ? node.size[0] : 0), node.pos[1] + (row + 0.5) * 24 + 6];
}

/** Drops a file on the stage. */
export async function dropFile(page: Page, name: string, type: string, bytes: Uint8Array): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    ([given, called, kind]) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(given)], called, { type: kind }));
      return data;
    },
    [[...bytes], name, type] as const,
  );
  await page.locator(".stage").dispatchEvent("drop", { dataTransfer });
}

/** Presses Tab until what is meant has the focus, as somebody without a mouse does. */
export async function tabTo(page: Page, selector: string, most = 150): Promise<void> {
  const target = page.locator(selector);
  await target.waitFor();
  for (let pressed = 0; pressed < most; pressed++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not reach ${selector}`);
}

import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { textFrame } from "../../runtime/server/socket/frames.ts";
import { buildEditor } from "../../scripts/build-editor.mjs";
import { type FakeServer, startFakeServer } from "./fake-server.ts";
import { documentOf, drag, onPage, type Place, present } from "./hand.ts";

const CHROMIUM = "/usr/bin/chromium";

/** Skipped where Debian's chromium is not installed: there is no page without a browser. */
describe.skipIf(!existsSync(CHROMIUM))("the canvas, where the page or the hands may be slow", () => {
  let browser: Browser;
  let built: string;
  let server: FakeServer;
  let page: Page;

  beforeAll(async () => {
    built = await mkdtemp(join(tmpdir(), "canvas-"));
    [browser] = await Promise.all([
      chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] }),
      buildEditor(built),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await rm(built, { recursive: true, force: true });
  });
  beforeEach(async () => {
    server = await startFakeServer(built);
    page = await browser.newPage({
      viewport: { width: 1280, height: 800 },
      permissions: ["clipboard-read", "clipboard-write"],
    });
    await page.goto(server.url);
    await page.getByRole("button", { name: "text-to-image-simple", exact: true }).waitFor();
  });
  afterEach(async () => {
    await page.close();
    await server.close();
  });

  /** Makes a subgraph of the painter; the answer is where the body of its instance lies on the page. */
  const pack = async (): Promise<Place> => {
    await page.keyboard.press("Control+Shift+G");
    const instance = (await documentOf(page)).nodes.find(({ id }) => id === 4);
    if (instance === undefined) throw new Error("no instance");
    return onPage(page, instance.pos[0] + 140, instance.pos[1] + 30);
  };
  const selectPainter = async (): Promise<void> => {
    const title = await onPage(page, 480, 104);
    await page.mouse.click(title.x, title.y);
  };
  const inside = () => page.getByText("1 nodes · 2 links");

  test("what has just been made is hit before it is drawn", async () => {
    await selectPainter();
    await page.evaluate(async () => {
      const lastFrame = new Promise(requestAnimationFrame);
      window.requestAnimationFrame = () => 0;
      await lastFrame;
    });
    const body = await pack();
    await page.mouse.dblclick(body.x, body.y);
    await inside().waitFor();
  });

  test("how slow a double click may be is for the browser to say", async () => {
    await selectPainter();
    const body = await pack();
    await page.mouse.dblclick(body.x, body.y, { delay: 250 });
    await inside().waitFor();
  });

  test("a press that follows a click and drags is no double click", async () => {
    await selectPainter();
    const body = await pack();
    const { nodes } = await documentOf(page);
    const [x, y] = nodes.find(({ id }) => id === 4)?.pos ?? [0, 0];
    await page.mouse.click(body.x, body.y);
    await drag(page, [x + 140, y + 30], [x + 204, y + 94]);
    await page.getByText("3 nodes · 2 links").waitFor();
    expect((await documentOf(page)).nodes.find(({ id }) => id === 4)?.pos).toEqual([x + 64, y + 64]);
  });

  test("a group is copied, cut and pasted with the nodes and links in it", async () => {
    interface Shown {
      readonly nodes: readonly { readonly pos: readonly number[] }[];
      readonly links: readonly unknown[];
      readonly groups: readonly { readonly bounding: readonly number[] }[];
    }
    const shown = async (): Promise<Shown> => JSON.parse(await present(page));
    const becomes = async (...counts: readonly number[]): Promise<void> => {
      const now = async () => {
        const { nodes, links, groups } = await shown();
        return [nodes.length, links.length, groups.length];
      };
      await expect.poll(now, { timeout: 20_000 }).toEqual(counts);
    };
    const places = ({ nodes, groups: [group] }: Shown) =>
      nodes.map(({ pos }) => [0, 1].map((axis) => (pos[axis] ?? 0) - (group?.bounding[axis] ?? 0)));
    const graph = page.locator("#graph");
    const view = () => graph.getAttribute("data-view");
    await expect.poll(view, { timeout: 20_000 }).not.toBeNull();
    const near = await view();
    await graph.focus();
    await page.keyboard.press("-");
    await expect.poll(view, { timeout: 20_000 }).not.toBe(near);
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Control+g");
    const before = await shown();
    const [left = 0, top = 0] = before.groups[0]?.bounding ?? [];
    const pressTitle = async (along: number): Promise<void> => {
      const title = await onPage(page, left + along, top + 12);
      await page.mouse.click(title.x, title.y);
    };
    await pressTitle(100);
    await page.keyboard.press("Control+c");
    await page.keyboard.press("Control+v");
    await becomes(6, 4, 2);
    await page.keyboard.press("Control+z");
    await pressTitle(200);
    await page.keyboard.press("Control+x");
    await becomes(0, 0, 0);
    await page.keyboard.press("Control+v");
    await becomes(3, 2, 1);
    expect(places(await shown())).toEqual(places(before));
  });

  test("the lines of a story are lines of their own in the outline while they are written", async () => {
    server.script = "hang";
    await page.keyboard.press("Control+Enter");
    await page.getByText("Running Painter").waitFor();
    await page.keyboard.press("Alt+5");
    await page.locator("#outline-2 > summary").click();
    server.sendFrame(textFrame("2", "Once", false));
    server.sendFrame(textFrame("2", " upon a time.", true));
    server.sendFrame(textFrame("2", "The end.", false));
    const written = page.locator("#outline-2 > .written");
    await expect.poll(() => written.textContent(), { timeout: 20_000 }).toBe("Once upon a time.\nThe end.");
    expect(await written.evaluate((element) => getComputedStyle(element).whiteSpace)).toBe("pre-line");
  });
});

import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildEditor } from "../../scripts/build-editor.mjs";
import { type RealServer, startRealServer } from "./real-server.ts";

const CHROMIUM = "/usr/bin/chromium";

/** Skipped where Debian's chromium is not installed: there is no page without a browser. */
describe.skipIf(!existsSync(CHROMIUM))("the page and the real server with the shipped model", () => {
  let browser: Browser;
  let server: RealServer;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "real-"));
    [browser, server] = await Promise.all([
      chromium.launch({
        executablePath: CHROMIUM,
        args: ["--no-sandbox", "--disable-features=LocalNetworkAccessChecks"],
      }),
      startRealServer(join(folder, "data")),
      buildEditor(join(folder, "page")),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** A page of the editor as it is now, not as it was last built into dist; the browser takes such answers for foreign ones. */
  const openPage = async (): Promise<Page> => {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    await page.route(/\/(assets\/.*|icon\.svg)?$/, (route) => {
      const path = new URL(route.request().url()).pathname;
      return route.fulfill({ path: join(folder, "page", path === "/" ? "index.html" : path) });
    });
    await page.goto(server.url);
    await page.getByRole("button", { name: "text-to-image-simple", exact: true }).waitFor();
    return page;
  };
  const openTemplate = async (page: Page, name: string): Promise<void> => {
    await page.keyboard.press("Alt+2");
    await page.getByRole("button", { name, exact: true }).click();
    await page.getByRole("button", { name: name.toLowerCase().replaceAll(" ", "-"), exact: true }).waitFor();
    await page.keyboard.press("Alt+2");
  };
  const isDone = (page: Page): Promise<void> => page.getByText(/^Done in/).waitFor({ timeout: 60_000 });

  test("a first visit paints the template's picture, scale by scale, into its node", async () => {
    const frames: number[] = [];
    const page = await openPage();
    page.on("websocket", (socket) => {
      socket.on("framereceived", ({ payload }) => {
        if (typeof payload !== "string") frames.push(payload.readUInt32BE(0));
      });
    });
    await page.reload();
    await page.getByText("Connected", { exact: true }).waitFor();
    await page.keyboard.press("Control+Enter");
    await isDone(page);
    expect(frames.filter((kind) => kind === 4).length).toBeGreaterThan(2);
    await page.getByRole("button", { name: /^Gallery/ }).click();
    const picture = page
      .getByRole("button", { name: /^Picture picture_/ })
      .locator("img")
      .first();
    await picture.waitFor();
    expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(64);
    await page.context().close();
  });

  test("a picture and a mask are uploaded, and the part behind the mask is painted anew", async () => {
    const page = await openPage();
    await openTemplate(page, "Inpaint");
    await page.keyboard.press("Alt+5");
    const square = { create: { width: 64, height: 64, channels: 3, background: "#ffffff" } } as const;
    const hole = await sharp({ create: { width: 32, height: 32, channels: 3, background: "#ffffff" } })
      .png()
      .toBuffer();
    const picture = await sharp(square).png().toBuffer();
    const mask = await sharp({ ...square, create: { ...square.create, background: "#000000" } })
      .composite([{ input: hole }])
      .png()
      .toBuffer();
    for (const [node, name, buffer] of [
      ["2", "white.png", picture],
      ["3", "hole.png", mask],
    ] as const) {
      await page.locator(`#outline-${node} > summary`).click();
      await page.locator(`#outline-${node} input[type=file]`).setInputFiles({ name, mimeType: "image/png", buffer });
      await expect.poll(() => page.locator(`#value-${node}-file`).inputValue()).toBe(name);
    }
    await page.keyboard.press("Control+Enter");
    await isDone(page);
    await page.context().close();
  });

  test("a run is stopped midway, and one whose engine is killed is told of and recovers", async () => {
    const page = await openPage();
    await openTemplate(page, "Contact sheet");
    await page.keyboard.press("Alt+5");
    await page.locator("#outline-3 > summary").click();
    await page.locator("#value-3-count").fill("64");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Control+Enter");
    await page.getByText("Running Painter").waitFor();
    await page.getByRole("button", { name: /^Stop what runs now/ }).click();
    await page.getByText("Stopped.").waitFor();
    await page.keyboard.press("Control+Enter");
    await page.getByText("Running Painter").waitFor();
    await Promise.all([page.getByText("The engine stopped and is starting again.").waitFor(), server.killEngine()]);
    await page.locator("#value-3-count").fill("1");
    await page.keyboard.press("Tab");
    await page.getByRole("button", { name: /^Stop what runs now/ }).click();
    await page.keyboard.press("Control+Enter");
    await isDone(page);
    await page.context().close();
  });
});

import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
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

  test("a first visit paints the template's picture, scale by scale, into its node", async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const frames: number[] = [];
    page.on("websocket", (socket) => {
      socket.on("framereceived", ({ payload }) => {
        if (typeof payload !== "string") frames.push(payload.readUInt32BE(0));
      });
    });
    // The page as it is now, not as it was last built into dist; the browser takes such answers for foreign ones.
    await page.route(/\/(assets\/.*|icon\.svg)?$/, (route) => {
      const path = new URL(route.request().url()).pathname;
      return route.fulfill({ path: join(folder, "page", path === "/" ? "index.html" : path) });
    });
    await page.goto(server.url);
    await page.getByRole("button", { name: "text-to-image-simple", exact: true }).waitFor();
    await page.keyboard.press("Control+Enter");
    await page.getByText(/^Done in/).waitFor({ timeout: 60_000 });
    expect(frames.filter((kind) => kind === 4).length).toBeGreaterThan(2);
    await page.getByRole("button", { name: /^Gallery/ }).click();
    const picture = page
      .getByRole("button", { name: /^Picture picture_/ })
      .locator("img")
      .first();
    await picture.waitFor();
    expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(64);
    await page.close();
  });
});

// Takes the pictures of the editor in docs/pictures, from the real server with the shipped model.
// npx tsx scripts/make-screenshots.ts
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "playwright-core";
import sharp from "sharp";
import { writeAtomic } from "../runtime/files/write.ts";
import { startRealServer } from "../test/editor/real-server.ts";
import { buildEditor } from "./build-editor.mjs";

const ROOT = join(import.meta.dirname, "..");
const PICTURES = join(ROOT, "docs", "pictures");

/** Scales that are there when a growing picture is taken. */
const GROWN = 3;

const folder = await mkdtemp(join(tmpdir(), "screenshots-"));
await buildEditor(join(ROOT, "dist", "editor"));
const server = await startRealServer(folder);
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
try {
  const dark = await open("dark");
  await runTemplate(dark, "Text to image");
  await dark.keyboard.press("Alt+2");
  await dark.waitForTimeout(300); // the canvas is as wide as it will be
  await dark.keyboard.press(".");
  await save(dark, "editor-graph");
  await dark.keyboard.press("/");
  await dark.getByRole("combobox").fill("image");
  await save(dark, "editor-search");
  await dark.close();

  const inside = await open("dark");
  await inside.getByText("3 nodes · 2 links").waitFor();
  await inside.keyboard.press("Alt+5");
  await inside.locator("#outline-2 > summary").focus();
  await inside.keyboard.press("Control+Shift+G");
  await run(inside);
  await inside.locator("#outline-4 > summary").focus();
  await inside.keyboard.press("Alt+Enter");
  await inside.locator("#outline--10 > summary").click();
  await inside.waitForTimeout(300);
  await inside.keyboard.press(".");
  await save(inside, "editor-subgraph");
  await inside.close();

  const painting = await open("dark");
  await saveRunning(painting);
  await painting.keyboard.press("Alt+4");
  const pictures = painting.getByRole("button", { name: /^Picture / });
  await pictures.nth(1).waitFor();
  await save(painting, "editor-gallery");
  await pictures.first().click();
  await painting.getByRole("button", { name: "Compare with the one before" }).click();
  await save(painting, "editor-compare");
  await painting.close();

  const light = await open("light");
  await run(light);
  await light.keyboard.press("Alt+5");
  await light.waitForTimeout(300);
  await light.keyboard.press(".");
  await light.locator("#outline-2 > summary").click();
  await save(light, "editor-outline");
  await light.keyboard.press("Alt+5");
  await light.keyboard.press("Alt+a");
  await save(light, "editor-app-mode");
} finally {
  await browser.close();
  await server.close();
  await rm(folder, { recursive: true, force: true });
}

async function open(colorScheme: "dark" | "light"): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 860 }, colorScheme });
  await page.addInitScript(() => localStorage.setItem("nextscale.settings", JSON.stringify({ isToured: true })));
  await page.goto(server.url);
  await page.getByRole("button", { name: "text-to-image-simple", exact: true }).waitFor();
  return page;
}

async function runTemplate(page: Page, name: string): Promise<void> {
  await page.keyboard.press("Alt+2");
  await page.getByRole("button", { name, exact: true }).click();
  await page.getByRole("button", { name: name.toLowerCase().replaceAll(" ", "-"), exact: true }).waitFor();
  await run(page);
}

async function run(page: Page): Promise<void> {
  await page.keyboard.press("Control+Enter");
  await page.getByText(/^Done in/).waitFor({ timeout: 120_000 });
  await page.getByText(/^Done in/).waitFor({ state: "detached" });
}

async function save(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(600); // the canvas draws once more, and what came up has come to rest
  await shoot(page, name);
}

/** The page while a picture grows in its node: some scales are there, and others are not. */
async function saveRunning(page: Page): Promise<void> {
  const { halfway, goOn } = await holdPreviews(page);
  await page.keyboard.press("Alt+5");
  await page.locator("#outline-2 > summary").click();
  await page
    .locator("#value-2-prompt")
    .fill("a big blue circle left of a small yellow star on a light green background");
  await page.locator("#value-2-prompt").press("Tab");
  await page.keyboard.press("Alt+5");
  await page.waitForTimeout(300);
  await page.keyboard.press(".");
  await page.keyboard.press("-");
  await page.keyboard.press("Control+Enter");
  await halfway;
  await save(page, "editor-running");
  goOn();
  await page.getByText(/^Done in/).waitFor({ timeout: 120_000 });
}

/** Reloads a page so that it hears no more after some previews until `goOn`, as with a server that takes its time. */
async function holdPreviews(page: Page) {
  let [seen, isHeld, goOn, tell] = [0, false, () => {}, () => {}];
  const halfway = new Promise<void>((done) => {
    tell = done;
  });
  await page.routeWebSocket(/\/ws/, (socket) => {
    const late: (string | Buffer)[] = [];
    goOn = () => {
      isHeld = false;
      for (const message of late) socket.send(message);
    };
    socket.connectToServer().onMessage((message) => {
      if (isHeld) {
        late.push(message);
        return;
      }
      socket.send(message);
      if (typeof message === "string" || ++seen !== GROWN) return;
      isHeld = true;
      tell();
    });
  });
  await page.reload();
  await page.getByText("Connected", { exact: true }).waitFor();
  return { halfway, goOn: () => goOn() };
}

async function shoot(page: Page, name: string): Promise<void> {
  const webp = await sharp(await page.screenshot())
    .webp({ quality: 82, effort: 6, smartSubsample: true })
    .toBuffer();
  await writeAtomic(join(PICTURES, `${name}.webp`), webp);
}

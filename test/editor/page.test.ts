import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { writeMetadata } from "../../runtime/files/metadata/index.ts";
import { buildEditor } from "../../scripts/build-editor.mjs";
import { COLOURS, type FakeServer, startFakeServer } from "./fake-server.ts";
import { documentOf, drag, dropFile, onPage, present } from "./hand.ts";
import { sampleDocument, sampleText } from "./samples.ts";

const CHROMIUM = "/usr/bin/chromium";

/** Skipped where Debian's chromium is not installed: there is no page without a browser. */
describe.skipIf(!existsSync(CHROMIUM))("the page", () => {
  let browser: Browser;
  let built: string;
  let server: FakeServer;
  let context: BrowserContext;
  let page: Page;
  let faults: string[] = [];

  beforeAll(async () => {
    built = await mkdtemp(join(tmpdir(), "editor-"));
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
    faults = [];
    server = await startFakeServer(built);
    context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      colorScheme: "dark",
      reducedMotion: "reduce",
      permissions: ["clipboard-read", "clipboard-write"],
    });
    page = await context.newPage();
    page.on("pageerror", ({ message }) => faults.push(message));
    page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
    await page.goto(server.url);
    await page.getByRole("button", { name: "text-to-image-simple", exact: true }).waitFor();
  });
  afterEach(async () => {
    await context.close();
    await server.close();
    expect(faults).toEqual([]);
  });

  test("a first visit shows a template, runs it and shows the picture", async () => {
    await page.getByRole("button", { name: "Run the whole workflow" }).click();
    await page.getByText(/^Done in/).waitFor();
    await page.getByRole("button", { name: /^Gallery/ }).click();
    await page.getByRole("button", { name: "Picture picture_00001.png" }).first().waitFor();
    expect(server.submitted[0]?.prompt).toEqual(sampleDocument("text-to-image-simple"));
  });

  test("what was opened is saved byte for byte", async () => {
    await page.keyboard.press("Control+s");
    await page.getByRole("textbox", { name: "Name of the workflow" }).fill("mine");
    await page.keyboard.press("Enter");
    await page.getByText("Saved “mine”.").waitFor();
    expect(server.saved.get("mine.json")).toBe(sampleText("text-to-image-simple"));
  });

  test("a node is dragged, the edit undone and done again", async () => {
    const before = await present(page);
    await drag(page, [500, 104], [560, 144]);
    const moved = await present(page);
    expect(moved.split("\n").filter((line, i) => line !== before.split("\n")[i])).toHaveLength(1);
    await page.keyboard.press("Control+z");
    expect(await present(page)).toBe(before);
    await page.keyboard.press("Control+y");
    expect(await present(page)).toBe(moved);
  });

  test("a reload brings the tabs back as they were", async () => {
    await page.keyboard.press("/");
    await page.getByRole("combobox", { name: "Search nodes" }).fill("wildcard");
    await page.keyboard.press("Enter");
    const before = await present(page);
    expect(before).toContain("nextscale/wildcard");
    await page.reload();
    await page.getByRole("button", { name: "text-to-image-simple", exact: true }).waitFor();
    expect(await present(page)).toBe(before);
  });

  test("a lost connection is told, comes back, and what ended meanwhile is shown", async () => {
    server.script = "hang";
    await page.keyboard.press("Control+Enter");
    await page.getByText("Running Painter").waitFor();
    server.cut();
    await page.getByText("Connection lost. Trying again…").first().waitFor();
    await page.getByText("Connected again.").waitFor();
    await page.getByRole("button", { name: /^Stop what runs now/ }).click();
    await page.getByText("Stopped.").waitFor();
  });

  test("a refused workflow names the problem, and leads to its node", async () => {
    server.script = "refuse";
    await page.keyboard.press("Control+Enter");
    await page.getByText("Failed: guidance: Value 99 bigger than max of 20").waitFor();
    await page.getByRole("button", { name: "Show it" }).click();
    faults = faults.filter((fault) => !fault.includes("400"));
  });

  test("a link that is dropped on nothing offers what fits, and links it", async () => {
    await drag(page, [720, 186], [900, 520]);
    await page.getByRole("combobox", { name: "Nodes that fit STRING" }).fill("show");
    await page.keyboard.press("Enter");
    await page.getByText("4 nodes · 3 links").waitFor();
    expect(await present(page)).toContain('[3,2,2,4,0,"STRING"]');
  });

  test("a link is drawn by hand; one that does not fit says why", async () => {
    await drag(page, [720, 138], [560, 600]);
    await page.keyboard.press("Escape");
    const start = await onPage(page, 300, 138);
    const end = await onPage(page, 806, 138);
    await page.mouse.move(start.x, start.y);
    await page.mouse.down();
    await page.mouse.move(end.x, end.y, { steps: 4 });
    await page.getByText("MODEL does not fit here: IMAGE is wanted.").waitFor();
    await page.mouse.up();
    await page.getByText("3 nodes · 2 links").waitFor();
    await drag(page, [300, 138], [380, 138]);
    await page.getByText("3 nodes · 2 links").waitFor();
  });

  test("a picture that carries a graph opens it when it is dropped", async () => {
    const plain = await sharp({ create: { width: 8, height: 8, channels: 3, background: "#88f" } })
      .png()
      .toBuffer();
    const carrying = writeMetadata(plain, new Map([["workflow", sampleText("poster")]]));
    await dropFile(page, "poster.png", "image/png", carrying);
    await page.getByRole("button", { name: "poster", exact: true }).waitFor();
    expect(await present(page)).toBe(sampleText("poster"));
  });

  test("axe finds nothing serious on any panel and over it, in both themes", async () => {
    const serious: string[] = [];
    let theme = "dark";
    const look = async (where: string): Promise<void> => {
      // Without a page of its own for its report, which a page without frames does not need.
      const axe = new AxeBuilder({ page }).setLegacyMode();
      // Colours are all that a theme changes.
      const { violations } = await (theme === "dark" ? axe : axe.withRules(["color-contrast"])).analyze();
      for (const { id, impact, nodes } of violations) {
        if (impact === "serious" || impact === "critical") serious.push(`${theme} ${where}: ${id} ${nodes[0]?.html}`);
      }
    };
    const walk = async (): Promise<void> => {
      for (const panel of ["nodes", "templates", "queue", "log", "gallery", "outline"]) {
        await page.locator(`[data-panel="${panel}"]`).click();
        await page.locator(".panel").getByRole("heading", { level: 2 }).waitFor();
        if (panel === "outline") {
          await page.locator("#outline-2 > summary").click();
          await page.locator("#outline-3 > summary").click();
        }
        await look(panel);
        if (panel !== "gallery") continue;
        await page
          .getByRole("button", { name: /^Picture picture_/ })
          .first()
          .click();
        await page.getByRole("button", { name: "Compare with the one before" }).click();
        await page.getByRole("slider").waitFor();
        await page.getByRole("button", { name: "What it was made with" }).click();
        await page.locator(".viewer-values dd").first().waitFor();
        await look("compare slider");
        await page.keyboard.press("Escape");
      }
      await page.getByRole("button", { name: "Paint a mask…" }).click();
      await look("mask");
      await page.keyboard.press("Escape");
      for (const [keys, where] of [
        ["?", "help"],
        ["Control+k", "palette"],
      ] as const) {
        await page.keyboard.press(keys);
        await look(where);
        await page.keyboard.press("Escape");
      }
      await page.keyboard.press("Alt+a");
      await look("app mode");
      await page.keyboard.press("Alt+a");
      await page.keyboard.press("Alt+5");
    };
    await page.keyboard.press("Alt+2");
    await page.getByRole("button", { name: "Inpaint", exact: true }).click();
    await page.getByText(/^7 nodes/).waitFor();
    await page.keyboard.press("Control+Enter");
    await page.getByText(/^Done in/).waitFor();
    await walk();
    await page.keyboard.press("Control+k");
    await page.keyboard.type("dark or light");
    await page.keyboard.press("Enter");
    theme = "light";
    await walk();
    expect(serious).toEqual([]);
  });

  test("Alt and a press on a link lead it through a point, which is dragged and deleted", async () => {
    const before = await present(page);
    const extra = async () => (JSON.parse(await present(page)) as { readonly extra: unknown }).extra;
    await page.keyboard.down("Alt");
    await drag(page, [340, 138], [340, 198]);
    await page.keyboard.up("Alt");
    expect(await extra()).toMatchObject({
      reroutes: [{ id: 1, linkIds: [1] }],
      linkExtensions: [{ id: 1, parentId: 1 }],
    });
    await page.getByText("3 nodes · 2 links").waitFor();
    await page.keyboard.press("Delete");
    expect(await extra()).toEqual({ reroutes: [], linkExtensions: [] });
    const link = await onPage(page, 325, 138);
    await page.mouse.click(link.x, link.y, { button: "right" });
    await page.getByRole("menuitem", { name: "Lead this link through a point" }).click();
    expect(await extra()).toMatchObject({ reroutes: [{ id: 1, linkIds: [1], pos: [325, 138] }] });
    await page.mouse.click(link.x, link.y, { button: "right" });
    await page.getByRole("menuitem", { name: "Remove this point" }).click();
    expect(await extra()).toEqual({ reroutes: [], linkExtensions: [] });
    for (let undone = 0; undone < 5; undone++) await page.keyboard.press("Control+z");
    expect(await present(page)).toBe(before);
  });

  test("links are dragged out of a point; the outline moves points, links through them, adds and removes them", async () => {
    const reroutes = async () => JSON.parse(await present(page)).extra.reroutes;
    const press = async (selector: string) => {
      await page.locator(selector).focus();
      await page.keyboard.press("Enter");
    };
    await page.keyboard.down("Alt");
    await drag(page, [340, 138], [340, 198]);
    await page.keyboard.up("Alt");
    await drag(page, [356, 198], [900, 520]);
    await page.getByRole("combobox", { name: "Nodes that fit MODEL" }).fill("generate image");
    await page.keyboard.press("Enter");
    await page.getByText("4 nodes · 3 links").waitFor();
    expect(await reroutes()).toMatchObject([{ id: 1, linkIds: [1, 3] }]);

    await page.keyboard.press("Alt+5");
    await page.locator("#outline-4 > summary").click();
    await page.locator("#outline-4-model-link").selectOption("");
    expect(await reroutes()).toMatchObject([{ id: 1, linkIds: [1] }]);
    await press("#outline-reroute-1 > summary");
    await page.locator("#outline-reroute-1-0").fill("400");
    await page.locator("#outline-reroute-1-link").selectOption({ label: "Generate Image · model" });
    await page.getByText("4 nodes · 3 links").waitFor();
    expect(await reroutes()).toMatchObject([{ id: 1, pos: [400, 198], linkIds: [1, 4] }]);
    await press("#outline-link-4-reroute");
    expect(await reroutes()).toMatchObject([{ id: 1 }, { id: 2, parentId: 1, linkIds: [4] }]);
    for (const id of [1, 2]) {
      await press(`#outline-reroute-${id} > summary`);
      if (!(await page.locator(`#outline-reroute-${id}-remove`).isVisible())) await page.keyboard.press("Enter");
      await press(`#outline-reroute-${id}-remove`);
    }
    expect(await reroutes()).toEqual([]);
    await page.getByText("4 nodes · 3 links").waitFor();
  });

  test("two pictures are compared with a slider, by the arrows too, which then turn no page", async () => {
    await page.keyboard.press("Control+Enter");
    await page.getByText(/^Done in/).waitFor();
    await page.keyboard.press("Alt+4");
    await page
      .getByRole("button", { name: /^Picture picture_/ })
      .first()
      .click();
    await page.getByText("picture_00001.png · 1/2").waitFor();
    await page.getByRole("button", { name: "Compare with the one before" }).click();
    const over = page.locator(".viewer-other");
    const slider = page.getByRole("slider", { name: "Compare with the one before" });
    expect(await over.evaluate(({ style }) => style.clipPath)).toBe("inset(0px 0px 0px 50%)");
    await slider.fill("30");
    expect(await over.evaluate(({ style }) => style.clipPath)).toBe("inset(0px 0px 0px 30%)");
    await slider.press("ArrowRight");
    expect(await over.evaluate(({ style }) => style.clipPath)).toBe("inset(0px 0px 0px 31%)");
    await page.getByText("picture_00001.png · 1/2").waitFor();
    await page.getByRole("button", { name: "Next picture" }).click();
    await page.getByText("picture_00001.png · 2/2").waitFor();
  });

  test("animated pictures and films play in their node, and in the gallery", async () => {
    server.script = "film";
    await page.keyboard.press("Control+Enter");
    await page.getByText(/^Done in/).waitFor();
    await page.waitForFunction((colours) => {
      const canvas = document.querySelector<HTMLCanvasElement>("#graph");
      const pixels = canvas?.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      const seen = new Set((document.body.dataset.seen ?? "").split(" ").filter(Boolean));
      for (let at = 0; at < pixels.length; at += 4 * 7) {
        const near = colours.findIndex((colour) => colour.every((c, i) => Math.abs((pixels[at + i] ?? 0) - c) < 24));
        if (near >= 0) seen.add(String(near));
      }
      document.body.dataset.seen = [...seen].join(" ");
      return seen.size === colours.length;
    }, Object.values(COLOURS).flat());
    await page.keyboard.press("Alt+4");
    await page.getByRole("button", { name: "Picture film.mp4" }).first().click();
    const playing = page.locator(".viewer video");
    await expect.poll(() => playing.evaluate((film: HTMLVideoElement) => film.currentTime)).toBeGreaterThan(0);
  });

  test("the numbers that a node told are a curve in it, and a table in the outline", async () => {
    await page.keyboard.press("Alt+5");
    await page.keyboard.press("Control+Enter");
    await page.getByText(/^Done in/).waitFor();
    await page.locator("#outline-2 > summary").click();
    const table = page.getByRole("table", { name: "reward: 3 values from 0.25 to 1, now 0.5" }).first();
    expect(await table.getByRole("row").allTextContents()).toEqual(["Stepreward", "10.25", "21", "30.5"]);
  });

  test("what is dragged comes to stand on the grid when that is wanted", async () => {
    await page.keyboard.press("Control+k");
    await page.keyboard.type("snap to the grid");
    await page.keyboard.press("Enter");
    await page.getByText("What is dragged comes to stand on the grid.").waitFor();
    await drag(page, [500, 104], [537, 131]);
    const painter = (await documentOf(page)).nodes.find(({ id }) => id === 2);
    expect(painter?.pos.map((at) => at % 16)).toEqual([0, 0]);
  });

  test("jobs that wait are moved by buttons, as far as there is somewhere to go", async () => {
    const jobs = ["a", "b", "c"].map((id, i) => ({ id, status: "pending", create_time: 1, priority: i + 1 }));
    await page.route("**/api/jobs?*", (route) => route.fulfill({ json: { jobs, pagination: {} } }));
    const moved: string[] = [];
    await page.route("**/api/jobs/*/move", (route) => {
      moved.push(`${route.request().url().split("/").at(-2)}${route.request().postData()}`);
      return route.fulfill({ json: {} });
    });
    await page.keyboard.press("Alt+3");
    await page.locator(".job").nth(2).waitFor();
    for (const [row, count] of [1, 3, 2].entries())
      expect(await page.locator(".job").nth(row).getByRole("button", { name: /^Move/ }).count()).toBe(count);
    for (const name of ["Move to the front", "Move up", "Move down"])
      await page.locator(".job").nth(1).getByRole("button", { name }).click();
    await expect.poll(() => moved.join(" ")).toBe('b{"to":"front"} b{"before":"a"} b{"to":"back"}');
  });

  test("two fingers zoom, and a long press opens the menu of what is under it", async () => {
    const fingers = await context.newCDPSession(page);
    const touch = (type: "touchStart" | "touchMove" | "touchEnd", ...touchPoints: { x: number; y: number }[]) =>
      fingers.send("Input.dispatchTouchEvent", {
        type,
        touchPoints: touchPoints.map((point, id) => ({ ...point, id })),
      });
    const view = async () => (await page.locator("#graph").getAttribute("data-view"))?.split(" ").map(Number) ?? [];
    const before = await view();
    const saved = await present(page);
    await touch("touchStart", { x: 500, y: 600 }, { x: 600, y: 600 });
    for (const spread of [20, 50, 100])
      await touch("touchMove", { x: 500 - spread, y: 600 }, { x: 600 + spread, y: 600 });
    await touch("touchEnd");
    await expect.poll(async () => (await view())[0]).toBeGreaterThan(2 * (before[0] ?? 1));
    expect(await present(page)).toBe(saved);

    const [zoomed] = await view();
    await page.keyboard.press(".");
    await expect.poll(async () => (await view())[0]).not.toBe(zoomed);
    const node = await onPage(page, 500, 104);
    await touch("touchStart", node);
    await page.getByRole("menuitem", { name: "Run to here" }).waitFor();
    await touch("touchEnd");
    await page.getByRole("menuitem", { name: "Bypass" }).click();
    expect(await present(page)).toContain('"mode":4');
  });

  test("the tour of a first visit is walked by the keyboard, and does not come again", async () => {
    const card = page.getByRole("dialog", { name: "A workflow is a graph" });
    await card.getByRole("button", { name: "Next" }).focus();
    await page.keyboard.press("ArrowRight");
    await page.getByRole("dialog", { name: "Run it" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByText("Skip the tour").waitFor({ state: "hidden" });
    await page.reload();
    await page.getByText("3 nodes · 2 links").waitFor();
    expect(await page.getByText("Skip the tour").isVisible()).toBe(false);
  });

  test("shortcuts are changed, refused with a reason, kept over a reload, and set back", async () => {
    await page.keyboard.press("?");
    const keys = page.locator('[data-keys-of="new"]');
    await keys.click();
    await keys.press("Control+s");
    await page.getByText("Ctrl+S already belongs to “Save”.").waitFor();
    await keys.click();
    await keys.press("Alt+t");
    await page.getByText("Alt+T now stands for “New workflow”.").waitFor();
    await page.keyboard.press("Escape");
    await page.reload();
    await page.getByText("3 nodes · 2 links").waitFor();
    await page.keyboard.press("Alt+n");
    await page.getByText("3 nodes · 2 links").waitFor();
    await page.keyboard.press("Alt+t");
    await page.getByText("0 nodes · 0 links").waitFor();
    await page.keyboard.press("?");
    await page.getByRole("button", { name: "All keys as they were" }).click();
    await page.getByText("All keys are as they were.").waitFor();
    expect(await keys.textContent()).toBe("Alt+N");
  });

  test("a note is Markdown in app mode, and nothing in it becomes HTML", async () => {
    await page.keyboard.press("/");
    await page.getByRole("combobox", { name: "Search nodes" }).fill("note");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Alt+5");
    await page.locator("#outline-4 > summary").click();
    await page.locator("#value-4-text").fill("**Read** [this](https://a.example/)\n\n<img src=x>");
    await page.locator("#value-4-text").press("Tab");
    await page.keyboard.press("Alt+a");
    const note = page.locator(".app-mode .markdown");
    expect(await note.locator("strong").textContent()).toBe("Read");
    expect(await note.getByRole("link").getAttribute("href")).toBe("https://a.example/");
    expect(await note.textContent()).toContain("<img src=x>");
    expect(await note.locator("img").count()).toBe(0);
  });

  test("nodes that are not installed say by which command they are", async () => {
    const text = sampleText("poster").replace("nextscale/generate-image", "blur/soften");
    await dropFile(page, "foreign.json", "application/json", Buffer.from(text));
    await page.getByRole("button", { name: "How to install it" }).click();
    await page.getByRole("dialog").getByText("nextscale pack add nextscale-blur", { exact: true }).waitFor();
    await page.keyboard.press("Escape");
    expect(await present(page)).toBe(text);
  });

  test("a link from the plus of a subgraph's inputs makes a port; axe finds nothing serious inside", async () => {
    const title = await onPage(page, 480, 104);
    await page.mouse.click(title.x, title.y);
    await page.keyboard.press("Control+Shift+G");
    await page.keyboard.press("Alt+Enter");
    await page.getByText("1 nodes · 2 links").waitFor();
    const { definitions } = JSON.parse(await present(page));
    const [left, top, width] = definitions.subgraphs[0].inputNode.bounding;
    await drag(page, [left + width, top + 1.5 * 24 + 6], [380, 210]);
    await page.getByText("1 nodes · 3 links").waitFor();
    await page.keyboard.press("Alt+5");
    await page.locator("#outline--10 > summary").click();
    await page.locator("#port-inputs-1").fill("words");
    await page.keyboard.press("Tab");
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
    await page.getByRole("button", { name: /^Leave the subgraph/ }).click();
    await page.getByText("3 nodes · 2 links").waitFor();
    await page.locator("#outline-4 > summary").click();
    await page.getByRole("textbox", { name: "words of Subgraph" }).fill("a blue ring");
    await page.keyboard.press("Tab");
    expect(await present(page)).toContain('"widgets_values_named":{"words":"a blue ring"}');
  });

  test("an edit is undone and done again in the graph in which it was made", async () => {
    const title = await onPage(page, 480, 104);
    await page.mouse.click(title.x, title.y);
    await page.keyboard.press("Control+Shift+G");
    const packed = await present(page);
    await page.keyboard.press("Alt+Enter");
    const inside = page.getByText("1 nodes · 2 links");
    const outside = page.getByText("3 nodes · 2 links");
    await inside.waitFor();
    await page.keyboard.press("Alt+5");
    await page.locator("#outline-2 > summary").click();
    await page.locator("#value-2-prompt").fill("a green ring");
    await page.locator("#outline-add").focus();
    const edited = await present(page);
    await page.keyboard.press("Escape");
    await outside.waitFor();
    await page.keyboard.press("Control+z");
    await inside.waitFor();
    expect(await present(page)).toBe(packed);
    await page.keyboard.press("Escape");
    await outside.waitFor();
    await page.keyboard.press("Control+y");
    await inside.waitFor();
    expect(await present(page)).toBe(edited);
    for (const place of [inside, outside]) {
      await page.keyboard.press("Control+z");
      await place.waitFor();
    }
    expect(await present(page)).not.toContain("definitions");
  });

  test("what is copied is pasted with its links, in the same page and by text", async () => {
    await page.locator("#graph").focus();
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Control+c");
    await page.keyboard.press("Control+v");
    await page.getByText("6 nodes · 4 links").waitFor();
  });
});

import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildEditor } from "../../scripts/build-editor.mjs";
import { documentOf, drag, dragOnPage, dropFile, onPage, portOf, present, tabTo } from "./hand.ts";
import { nextscale, type RealServer, startRealServer } from "./real-server.ts";

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

  test("a picture is uploaded, a mask painted over it, and the part behind the mask is painted anew", async () => {
    const page = await openPage();
    await openTemplate(page, "Inpaint");
    await page.keyboard.press("Alt+5");
    const square = { create: { width: 64, height: 64, channels: 3, background: "#ffffff" } } as const;
    const buffer = await sharp(square).png().toBuffer();
    await page.locator("#outline-2 > summary").click();
    await page
      .locator("#outline-2 input[type=file]")
      .setInputFiles({ name: "white.png", mimeType: "image/png", buffer });
    await expect.poll(() => page.locator("#value-2-file").inputValue()).toBe("white.png");
    await page.keyboard.press("Alt+5");
    await page.keyboard.press(".");

    const [left, top] = await portOf(page, 3, "input", 1);
    const field = await onPage(page, left + 140, top + 10);
    await page.mouse.click(field.x, field.y);
    await page.getByRole("button", { name: "Paint a mask…" }).click();
    const canvas = page.locator(".mask-canvas");
    await expect.poll(() => canvas.getAttribute("width")).toBe("64");
    await page.getByRole("slider", { name: "Size of the brush" }).fill("40");
    const box = await canvas.boundingBox();
    if (box === null) throw new Error("no mask to paint");
    const at = (x: number, y: number) => ({ x: box.x + box.width * x, y: box.y + box.height * y });
    await dragOnPage(page, at(0.75, 0.2), at(0.75, 0.8));
    await page.getByRole("button", { name: "Use this mask" }).click();
    await canvas.waitFor({ state: "detached" });
    const mask = await (await fetch(new URL("view?filename=mask.png&type=input", server.url))).arrayBuffer();
    const { data, info } = await sharp(mask).greyscale().raw().toBuffer({ resolveWithObject: true });
    expect([info.width, data[32 * 64 + 8], data[32 * 64 + 48]]).toEqual([64, 0, 255]);

    await page.keyboard.press("Control+Enter");
    await isDone(page);
    await page.context().close();
  });

  test("the text-to-image graph is built from nothing with mouse and search, run, saved, restored by a reload, and run by the command line", async () => {
    const page = await openPage();
    await page.keyboard.press("Alt+n");
    for (const [x, words] of [
      [120, "load model"],
      [500, "generate image"],
      [880, "save image"],
    ] as const) {
      await page.mouse.dblclick(x, 150);
      await page.getByRole("combobox", { name: "Search nodes" }).fill(words);
      await page.getByRole("option").first().click();
    }
    await page.keyboard.press(".");
    await page.getByText("3 nodes · 0 links").waitFor();
    await drag(page, await portOf(page, 1, "output", 0), await portOf(page, 2, "input", 0));
    await drag(page, await portOf(page, 2, "output", 0), await portOf(page, 3, "input", 0));
    await page.getByText("3 nodes · 2 links").waitFor();
    const [left, top] = await portOf(page, 2, "input", 2);
    const prompt = await onPage(page, left + 140, top + 30);
    await page.mouse.click(prompt.x, prompt.y);
    await page.getByRole("textbox", { name: "prompt of Generate Image" }).fill("a red star on a white background");
    await page.mouse.click(prompt.x, prompt.y + 500);
    await page.getByRole("button", { name: /^Run the whole/ }).click();
    await isDone(page);

    await page.getByRole("button", { name: /^Save/ }).click();
    await page.getByRole("textbox", { name: "Name of the workflow" }).fill("by-hand");
    await page.keyboard.press("Enter");
    await page.getByText("Saved “by-hand”.").waitFor();
    const built = await present(page);
    const saved = await fetch(new URL("userdata/workflows%2Fby-hand.json", server.url));
    expect(await saved.text()).toBe(built);
    expect(built).toContain('"prompt":"a red star on a white background"');
    await page.reload();
    await page.getByRole("button", { name: "by-hand", exact: true }).waitFor();
    expect(await present(page)).toBe(built);

    const file = join(folder, "by-hand.json");
    await writeFile(file, built);
    await nextscale("run", file, "--out", join(folder, "by-command"));
    expect(await readdir(join(folder, "by-command"))).toEqual(["picture_00001.png"]);
    await page.context().close();
  });

  test("the same graph is built and run by the keyboard alone", async () => {
    const page = await openPage();
    await page.keyboard.press("Alt+n");
    for (const words of ["load model", "generate image", "save image"]) {
      await page.keyboard.press("/");
      await page.keyboard.type(words);
      await page.keyboard.press("Enter");
    }
    await page.keyboard.press("Alt+5");
    for (const [node, input, source] of [
      ["2", "model", "Load"],
      ["3", "image", "Generate"],
    ] as const) {
      await tabTo(page, `#outline-${node} > summary`);
      await page.keyboard.press("Enter");
      await tabTo(page, `#outline-${node}-${input}-link`);
      await page.keyboard.type(source);
    }
    await page.getByText("3 nodes · 2 links").waitFor();
    await tabTo(page, "#value-2-prompt");
    await page.keyboard.type("a blue circle on a white background");
    await page.keyboard.press("Control+Enter");
    await isDone(page);
    expect(await present(page)).toContain('"prompt":"a blue circle on a white background"');
    await page.context().close();
  });

  test("thirty operations, undone, give the file back that there was, and done again the one they made", async () => {
    const page = await openPage();
    const before = await present(page);
    const draw = drawing(20);
    const word = ["seed", "load model", "show text", "resize", "template", "number"] as const;
    const key = async (name: string): Promise<void> => page.keyboard.press(name);
    const operations: readonly (() => Promise<void>)[] = [
      async () => {
        await key("/");
        await page.keyboard.type(word[draw(word.length)] ?? "");
        await key("Enter");
      },
      async () => key("Control+d"),
      async () => key("Control+m"),
      async () => key("Control+b"),
      async () => key("Alt+c"),
      async () => key("Control+g"),
      async () => key("Alt+l"),
      async () => key("Delete"),
      async () => {
        const { nodes } = await documentOf(page);
        const node = nodes[draw(nodes.length)];
        if (node === undefined) return;
        await key(".");
        const [x, y] = [node.pos[0] + 120, node.pos[1] - 16];
        await drag(page, [x, y], [x + draw(90) - 45, y + draw(90) - 45]);
      },
    ];
    for (let done = 0; done < 30; done++) await operations[draw(operations.length)]?.();
    const after = await present(page);
    expect(after).not.toBe(before);
    const undo = page.locator('[data-command="undo"]');
    while (await undo.isEnabled()) await key("Control+z");
    expect(await present(page)).toBe(before);
    const redo = page.locator('[data-command="redo"]');
    while (await redo.isEnabled()) await key("Control+y");
    expect(await present(page)).toBe(after);
    await page.context().close();
  });

  test("a subgraph is made of a node, gone into, edited, left, run and unpacked; undone, the file is as it was", async () => {
    const page = await openPage();
    const before = await present(page);
    await page.keyboard.press(".");
    const painter = (await documentOf(page)).nodes.find(({ id }) => id === 2);
    if (painter === undefined) throw new Error("no painter");
    const title = await onPage(page, painter.pos[0] + 100, painter.pos[1] - 16);
    await page.mouse.click(title.x, title.y);
    await page.keyboard.press("Control+Shift+G");
    const instance = (await documentOf(page)).nodes.find(({ id }) => id === 4);
    if (instance === undefined) throw new Error("no instance");
    const body = await onPage(page, instance.pos[0] + 140, instance.pos[1] + 30);
    await page.mouse.dblclick(body.x, body.y);
    const path = page.getByRole("navigation", { name: "Where you are in the workflow" });
    await path.getByRole("button", { name: "Subgraph", exact: true }).waitFor();
    await page.getByText("1 nodes · 2 links").waitFor();

    await page.keyboard.press("Alt+5");
    await page.locator("#outline-2 > summary").click();
    await page.locator("#value-2-prompt").fill("a green ring on a white background");
    await page.locator("#outline-add").focus();
    await page.keyboard.press("Alt+p");
    await page.getByRole("menuitem", { name: "Show seed outside" }).click();
    await page.locator("#outline-add").focus();
    await page.keyboard.press("Escape");
    await page.getByText("3 nodes · 2 links").waitFor();
    await page.locator("#outline-4 > summary").click();
    await page.getByRole("spinbutton", { name: "seed of Subgraph" }).fill("5");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Control+Enter");
    await isDone(page);
    expect(await present(page)).toContain('"widgets_values_named":{"2.seed":5}');

    await page.locator("#outline-4 > summary").focus();
    await page.keyboard.press("Control+Shift+U");
    await page.getByText("3 nodes · 2 links").waitFor();
    const unpacked = await present(page);
    expect(unpacked).not.toContain("definitions");
    expect(unpacked).toMatch(/"prompt":"a green ring on a white background".*"seed":5/);
    const undo = page.locator('[data-command="undo"]');
    while (await undo.isEnabled()) await page.keyboard.press("Control+z");
    expect(await present(page)).toBe(before);
    await page.context().close();
  });

  test("a picture that was made here opens its graph when it is dropped", async () => {
    const page = await openPage();
    await page.keyboard.press("Control+Enter");
    await isDone(page);
    const ran = await present(page);
    const jobs = await (await fetch(new URL("api/jobs?limit=1", server.url))).json();
    const { filename, subfolder, type } = jobs.jobs[0].preview_output;
    const view = new URLSearchParams({ filename, subfolder, type });
    const bytes = new Uint8Array(await (await fetch(new URL(`view?${view}`, server.url))).arrayBuffer());
    await page.keyboard.press("Alt+n");
    await dropFile(page, "made-here.png", "image/png", bytes);
    await page.getByRole("button", { name: "made-here", exact: true }).waitFor();
    expect(await present(page)).toBe(ran);
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

/** Whole numbers below a bound, the same ones for a seed. */
function drawing(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

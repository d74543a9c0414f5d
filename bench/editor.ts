import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { build } from "vite";
import { builtinNodes } from "../nodes/registry.ts";
import { objectInfo } from "../runtime/server/wire/object-info.ts";

const NODES = 1_000;
const LINKS = 1_500;
const ROUNDS = 5;
const ROUND_MS = 3_000;
const ROOT = join(import.meta.dirname, "editor");

/** Frames per second of the page's canvas and of litegraph as it comes, on one graph, in turns, in one browser. */
export async function editor(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "bench-editor-"));
  const inputs = ["ours", "plain"].map((name) => join(ROOT, `${name}.html`));
  await build({
    root: ROOT,
    base: "./",
    configFile: false,
    logLevel: "error",
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: "es2023",
      rolldownOptions: { input: inputs },
      chunkSizeWarningLimit: 2_000,
    },
  });
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://bench").pathname;
    readFile(join(folder, path)).then(
      (bytes) =>
        response.setHeader("content-type", path.endsWith(".html") ? "text/html" : "text/javascript").end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-frame-rate-limit", "--disable-gpu-vsync"],
  });
  try {
    await compare(browser, `http://127.0.0.1:${port}`);
  } finally {
    await browser.close();
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function compare(browser: Browser, url: string): Promise<void> {
  const info = JSON.stringify(Object.fromEntries([...builtinNodes()].map(([type, node]) => [type, objectInfo(node)])));
  const pages = { ours: await browser.newPage(), plain: await browser.newPage() };
  await pages.ours.goto(`${url}/ours.html`);
  await pages.plain.goto(`${url}/plain.html`);
  const graph = JSON.stringify(await pages.ours.evaluate(`graphOf(${info}, ${NODES}, ${LINKS})`));
  const opened = {
    ours: Number(await pages.ours.evaluate(`open(${info}, ${graph})`)),
    plain: Number(await pages.plain.evaluate(`open(${info}, ${graph})`)),
  };
  const frames = { ours: [] as number[], plain: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of ["plain", "ours"] as const) frames[name].push(await measure(pages[name]));
  }
  const { nodes, links } = JSON.parse(graph) as {
    readonly nodes: readonly unknown[];
    readonly links: readonly unknown[];
  };
  const [ours, plain] = [median(frames.ours), median(frames.plain)];
  console.log(
    `a graph of ${nodes.length} nodes and ${links.length} links, moved and zoomed, ${ROUNDS} rounds in turns`,
  );
  console.log(
    `frames a second: page ${ours.toFixed(1)}, plain litegraph ${plain.toFixed(1)}: ${(ours / plain).toFixed(2)} times`,
  );
  console.log(`opened and drawn in ${opened.ours.toFixed(0)} ms, plain litegraph ${opened.plain.toFixed(0)} ms`);
}

async function measure(page: Page): Promise<number> {
  await page.bringToFront();
  return Number(await page.evaluate(`measure(${ROUND_MS})`));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

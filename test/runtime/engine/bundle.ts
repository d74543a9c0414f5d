import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild"; // comes with tsx
import { afterAll } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..", "..");

/** Makes one module of a TypeScript file, so that processes which run it start quickly, and returns its path. */
export async function bundle(file: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "nextscale-bundle-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  const outfile = join(folder, "entry.mjs");
  const external = ["sharp", "libsql", "pino", "onnxruntime-node"];
  const banner = { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' };
  const entryPoints = [join(import.meta.dirname, file)];
  await build({ entryPoints, outfile, bundle: true, platform: "node", format: "esm", external, banner });
  return outfile;
}

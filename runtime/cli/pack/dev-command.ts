import { spawn } from "node:child_process";
import { once } from "node:events";
import { linkPack, readPackageFile } from "../../packs/index.ts";
import { port } from "../../workflow/index.ts";
import { defineCommand } from "../command.ts";
import { type Io, line } from "../io.ts";
import { argument } from "../option.ts";
import { packsOption, requirePacksFolder } from "./packs-folder.ts";
import { watchSources } from "./watch-sources.ts";

/** `nextscale pack dev`: builds and tests a pack whenever it changes; meanwhile workflows use it from where it lies. */
export const packDevCommand = defineCommand({
  name: "pack dev",
  summary: "build and test a pack on every change, and let workflows use it from its folder; Ctrl-C ends it",
  arguments: { dir: argument("DIR", "folder of the pack", port.text({ default: "." })) },
  options: { packs: packsOption },
  run: async ({ dir, packs }, io) => {
    const { name } = await readPackageFile(dir);
    const unlink = await linkPack(dir, requirePacksFolder(io, packs));
    try {
      await testOnce(dir, io);
      for await (const change of watchSources(dir, io.signal)) {
        line(io.stderr, `${change} has changed.`);
        await testOnce(dir, io);
      }
    } finally {
      await unlink();
      line(io.stderr, `Workflows no longer use ${name} from ${dir}.`);
    }
  },
});

async function testOnce(cwd: string, { signal, stdout, stderr }: Io): Promise<void> {
  if (signal.aborted) return;
  const child = spawn("npm", ["test", "--silent"], { cwd, signal, shell: process.platform === "win32" });
  child.stdout.on("data", (text: Buffer) => stdout.write(text.toString()));
  child.stderr.on("data", (text: Buffer) => stderr.write(text.toString()));
  const [code] = await once(child, "close").catch(() => [null]);
  if (signal.aborted) return;
  line(stderr, code === 0 ? "All is well. Waiting for a change." : "It does not pass. Waiting for a change.");
}

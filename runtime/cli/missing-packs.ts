import { lockIn, type Registry, type WorkflowFile } from "../workflow/index.ts";
import { type Io, line } from "./io.ts";

/** Warns of packs that a workflow was locked with and that are not installed, and says how to get them. */
export function warnOfMissingPacks({ document }: WorkflowFile, registry: Registry, io: Io): void {
  const installed = new Set([...registry.packs.values()].map(({ name }) => name));
  for (const [name, version] of Object.entries(lockIn(document)?.packs ?? {})) {
    if (installed.has(name)) continue;
    const wanted = `The workflow was locked with the pack ${name} ${version}, which is not installed.`;
    line(io.stderr, `Warning: ${wanted} If you trust it: nextscale pack add ${name}@${version}`);
  }
}

import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Pack } from "../../runtime/packs/index.ts";
import { createRegistry, type Registry, type RunResult } from "../../runtime/workflow/index.ts";
import { builtinNodes } from "../registry.ts";
import { type RunOptions, run } from "../run.ts";
import { createRecorder, type Recorder } from "./recorder.ts";

export interface RunGraphOptions extends Omit<RunOptions, "registry"> {
  /** Packs whose nodes the graph uses, beside the built-in one. */
  readonly packs?: readonly Pack[];
}

/**
 * Runs a workflow, a file or its document, and keeps what happened. Results go to a new temporary folder unless one is
 * given; share a `cache` between calls to see what is not run again. Rejects as `run`.
 */
export async function runGraph(
  workflow: string | Readonly<Record<string, unknown>>,
  { packs = [], onEvent, folder, ...options }: RunGraphOptions = {},
): Promise<RunResult & { readonly recorder: Recorder; readonly folder: string }> {
  const recorder = createRecorder();
  const results = folder ?? (await mkdtemp(join(tmpdir(), "nextscale-test-")));
  const result = await run(workflow, {
    ...options,
    folder: results,
    registry: registryWith(packs),
    onEvent: (event) => {
      recorder.onEvent(event);
      onEvent?.(event);
    },
  });
  return { ...result, recorder, folder: results };
}

/** The built-in nodes and those of packs. */
export function registryWith(packs: readonly Pack[]): Registry {
  const own = builtinNodes();
  const nodes = [...own.values(), ...packs.flatMap((pack) => pack.nodes)];
  const replacements = [...own.replacements.values(), ...packs.flatMap((pack) => pack.replacements)];
  return createRegistry(nodes, { replacements, packs: own.packs });
}

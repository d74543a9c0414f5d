import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { listDevices } from "../../runtime/backends/devices.ts";
import type { LockFacts } from "../../runtime/cli/index.ts";
import type { Prompt } from "../../runtime/workflow/index.ts";
import { findCheckpoint, SHIPPED } from "../checkpoint/find.ts";
import { loadModel } from "../model/load-model.ts";
import { packageVersion } from "../package-version.ts";

/** The version, models and device of a workflow of the built-in nodes. */
export const lockFacts: LockFacts = async (prompt, device) => {
  const chosen = (await listDevices({ device })).find((each) => each.chosen);
  return {
    runtime: packageVersion(),
    models: await modelHashes(prompt),
    device: chosen === undefined ? device : `${chosen.backend} ${chosen.device}`,
  };
};

/** A hash over all files of each checkpoint that the workflow names, whatever folder they lie in. */
async function modelHashes(prompt: Prompt): Promise<Record<string, string>> {
  const names = new Set<string>();
  for (const { type, inputs } of prompt.values()) {
    const source = inputs.checkpoint;
    if (type === loadModel.type && source?.kind !== "link") names.add(String(source?.value ?? SHIPPED));
  }
  const hashes = [...names].map(async (name) => [name, await hashFolder(findCheckpoint(name).folder)] as const);
  return Object.fromEntries(await Promise.all(hashes));
}

async function hashFolder(folder: string): Promise<string> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => /\.(safetensors|json)$/.test(name)).sort();
  const hash = createHash("sha256");
  for (const name of names) {
    hash.update(`${name}\0`);
    await pipeline(createReadStream(join(folder, name)), hash, { end: false });
  }
  return names.length === 0 ? "absent" : `sha256:${hash.digest("hex")}`;
}

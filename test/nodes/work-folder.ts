import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { writeRandomCheckpoint } from "./random-checkpoint.ts";

/** A folder for the tests of a file, with a random checkpoint in it. */
export function workFolder(): { readonly path: (...names: string[]) => string; readonly checkpoint: string } {
  const place = { root: "" };
  beforeAll(async () => {
    place.root = await mkdtemp(join(tmpdir(), "nextscale-nodes-"));
    await writeRandomCheckpoint(join(place.root, "checkpoint"));
  });
  afterAll(() => rm(place.root, { recursive: true, force: true }));
  return {
    path: (...names) => join(place.root, ...names),
    get checkpoint() {
      return join(place.root, "checkpoint");
    },
  };
}

import { type FSWatcher, statSync, watch } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { createEventStream } from "../../workflow/index.ts";

const MADE = new Set(["node_modules", "dist"]);

/**
 * The files of a project that change, until the signal is aborted. What is installed or built is not watched, and
 * changes from before the reader came back are one.
 */
export async function* watchSources(folder: string, signal: AbortSignal): AsyncGenerator<string> {
  if (signal.aborted) return;
  const { events, push, end } = createEventStream<string>();
  const watchers = await watchAll(folder, push);
  signal.addEventListener("abort", end, { once: true });
  let seenUntil = Date.now();
  try {
    for await (const path of events) {
      if (changeTime(join(folder, path)) < seenUntil) continue;
      seenUntil = Date.now();
      yield path;
    }
  } finally {
    for (const watcher of watchers) watcher.close();
  }
}

async function watchAll(folder: string, push: (path: string) => void): Promise<readonly FSWatcher[]> {
  const inside = (await readdir(folder, { withFileTypes: true })).filter(
    (entry) => entry.isDirectory() && !MADE.has(entry.name) && !entry.name.startsWith("."),
  );
  return [
    watch(folder, (_, name) => name !== null && !MADE.has(name) && push(name)),
    ...inside.map(({ name }) =>
      watch(join(folder, name), { recursive: true }, (_, path) => path !== null && push(join(name, path))),
    ),
  ];
}

/** In ms; now, for what is gone. */
function changeTime(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
}

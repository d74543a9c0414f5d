import type { App } from "../app/app.ts";
import { fuzzy } from "../core/search.ts";
import { openFinder } from "../dom/finder.ts";
import type { Command } from "./command.ts";
import { editCommands } from "./edit-commands.ts";
import { isPressed } from "./keys.ts";
import { pageCommands } from "./page-commands.ts";
import { subgraphCommands } from "./subgraph-commands.ts";

export const commands: readonly Command[] = [...pageCommands, ...editCommands, ...subgraphCommands];

export function commandOf(id: string): Command {
  const found = commands.find((command) => command.id === id);
  if (found === undefined) throw new Error(`There is no command ${id}.`);
  return found;
}

/** Runs the command that a key press stands for. True when there is one. */
export function runByKey(app: App, event: KeyboardEvent): boolean {
  const also =
    event.key === "Backspace"
      ? commandOf("delete")
      : event.ctrlKey && event.shiftKey && event.key === "Z"
        ? commandOf("redo")
        : null;
  const command = also ?? commands.find(({ keys }) => keys !== undefined && isPressed(keys, event));
  if (command === undefined || command.isOff?.(app) === true) return command !== undefined;
  command.run(app);
  return true;
}

/** All commands, to be found by words. */
export function openPalette(app: App): void {
  openFinder({
    label: app.words("palette"),
    none: app.words("palette.none"),
    find: (words) =>
      commands
        .filter((command) => command.isOff?.(app) !== true && command.id !== "palette")
        .map((command) => ({ command, title: app.words(command.label) }))
        .map(({ command, title }) => ({ command, title, score: words.trim() === "" ? 1 : fuzzy(title, words.trim()) }))
        .filter(({ score }) => score > 0)
        .toSorted((a, b) => b.score - a.score)
        .map(({ command, title }) => ({
          title,
          ...(command.keys !== undefined && { hint: command.keys }),
          run: () => command.run(app),
        })),
  });
}

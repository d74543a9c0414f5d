import type { App } from "../app/app.ts";
import { fuzzy } from "../core/search.ts";
import { openFinder } from "../dom/finder.ts";
import type { Command } from "./command.ts";
import { editCommands } from "./edit-commands.ts";
import { isPressed } from "./keys.ts";
import { pageCommands } from "./page-commands.ts";
import { keysOf } from "./shortcuts.ts";
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
    event.key === "Backspace" ? commandOf("delete") : isPressed("Ctrl+Shift+Z", event) ? commandOf("redo") : undefined;
  const command = commands.find((each) => isPressed(shortcutOf(app, each) ?? "", event)) ?? also;
  if (command === undefined || command.isOff?.(app) === true) return command !== undefined;
  command.run(app);
  return true;
}

/** The keys of a command as this person has them; undefined for none. */
export function shortcutOf({ settings }: Pick<App, "settings">, command: Command): string | undefined {
  return keysOf(command, settings.get().keys);
}

function hintOf(keys: string | undefined): { readonly hint?: string } {
  return keys === undefined ? {} : { hint: keys };
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
          ...hintOf(shortcutOf(app, command)),
          run: () => command.run(app),
        })),
  });
}

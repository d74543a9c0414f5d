import type { App } from "../app/app.ts";
import type { WordKey } from "../words/words.ts";

/** Something a person can do: menus, keys and the palette read the same list. */
export interface Command {
  readonly id: string;
  readonly label: WordKey;
  /** As written in help: "Ctrl+Z". Ctrl is the command key on a Mac. */
  readonly keys?: string;
  readonly isOff?: (app: App) => boolean;
  readonly run: (app: App) => void;
}

/** What can have keys. */
interface Keyed {
  readonly id: string;
  readonly keys?: string;
}

/** Keys that a person has given to commands, by the command's id; an empty text takes its keys away. */
export type OwnKeys = Readonly<Record<string, string>>;

/** What browsers and systems keep for themselves, and what moves through every page. */
const KEPT: ReadonlySet<string> = new Set([
  ...["Ctrl+T", "Ctrl+W", "Ctrl+N", "Ctrl+Q", "Ctrl+Tab", "Ctrl+Shift+T", "Ctrl+Shift+W", "Ctrl+Shift+N", "Alt+F4"],
  ...["Tab", "Shift+Tab", "Enter", "Escape", " ", "Backspace", "F5", "F11", "F12"],
  ...["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown"],
]);

/** Why keys cannot be given to a command. */
export type KeyRefusal<C> = { readonly code: "taken"; readonly by: C } | { readonly code: "kept" };

/** The keys of a command as they are now; undefined for none. */
export function keysOf({ id, keys }: Keyed, own: OwnKeys): string | undefined {
  return own[id] === undefined ? keys : own[id] || undefined;
}

/** Null when a command may have these keys; else why not. */
export function keyRefusal<C extends Keyed>(
  keys: string,
  id: string,
  commands: readonly C[],
  own: OwnKeys,
): KeyRefusal<C> | null {
  if (KEPT.has(keys)) return { code: "kept" };
  const by = commands.find((each) => each.id !== id && keysOf(each, own)?.toLowerCase() === keys.toLowerCase());
  return by === undefined ? null : { code: "taken", by };
}

/** The own keys after a command was given some; those that it has anyway are not kept. */
export function withKeys(own: OwnKeys, { id, keys }: Keyed, given: string): OwnKeys {
  const { [id]: _, ...others } = own;
  return given === (keys ?? "") ? others : { ...others, [id]: given };
}

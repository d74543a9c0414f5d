type Press = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">;

/** True when a key press is the one that is written so. */
export function isPressed(keys: string, event: Press): boolean {
  return pressed(event)?.toLowerCase() === keys.toLowerCase();
}

/** A key press as it is written: "Ctrl+Shift+Z", "?"; null while only keys are held that go with others. */
export function pressed({ key, ctrlKey, metaKey, shiftKey, altKey }: Press): string | null {
  if (["Control", "Shift", "Alt", "Meta", "AltGraph", "Dead", "Unidentified"].includes(key)) return null;
  // A sign may need Shift on one keyboard and not on another.
  const isSign = key.length === 1 && !/[a-z0-9]/i.test(key);
  const held = [(ctrlKey || metaKey) && "Ctrl", altKey && "Alt", shiftKey && !isSign && "Shift"].filter(Boolean);
  return [...held, key.length === 1 ? key.toUpperCase() : key].join("+");
}

/** True when a key press is the one that is written so. */
export function isPressed(
  keys: string,
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">,
): boolean {
  const parts = keys.split("+");
  const key = parts.at(-1) === "" ? "+" : (parts.at(-1) ?? "");
  const wants = (name: string) => parts.slice(0, -1).includes(name);
  if ((event.ctrlKey || event.metaKey) !== wants("Ctrl")) return false;
  if (event.altKey !== wants("Alt")) return false;
  const isSign = key.length === 1 && !/[a-z0-9]/i.test(key);
  if (!isSign && event.shiftKey !== wants("Shift")) return false;
  return event.key.toLowerCase() === key.toLowerCase();
}

import type { Port, Reading } from "../node/port-type.ts";

/**
 * A value as a port takes it. The default stands in for an input that is omitted, and for null where the port cannot
 * hold null and may stay empty: editors write null for an empty widget.
 */
export function readInput(port: Port<unknown>, value: unknown, omitted: boolean): Reading<unknown> {
  if (omitted && (value !== undefined || !port.required)) return { ok: true, value };
  if (value === undefined) {
    if (!port.required) return { ok: true, value: port.default };
    return { ok: false, reason: "wrong-type", expected: port.type };
  }
  const reading = port.read(value);
  return !reading.ok && value === null && !port.required ? { ok: true, value: port.default } : reading;
}

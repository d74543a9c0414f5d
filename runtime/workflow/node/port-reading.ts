import type { Reading, Widget } from "./port-type.ts";

type Read = (value: unknown) => Reading<unknown>;
type NumberWidget = Extract<Widget, { readonly kind: "integer" | "number" }>;

/**
 * How the value of a port is read from a file, a link or a command line. It follows from what is known of the port as
 * data, so that a port read back from a manifest refuses what the port in the code refuses.
 */
export function readingOf({ widget, list }: { readonly widget: Widget | null; readonly list: boolean }): Read {
  const one = readOne(widget);
  return list ? (value) => readList(Array.isArray(value) ? value : [value], one) : one;
}

function readOne(widget: Widget | null): Read {
  switch (widget?.kind) {
    case undefined:
      return (value) => ({ ok: true, value });
    case "integer":
    case "number":
      return readNumber(widget);
    case "text":
    case "file":
      return readText;
    case "boolean":
      return readBoolean;
    case "choice":
      return readChoice(widget.choices);
  }
}

function readList(values: readonly unknown[], one: Read): Reading<readonly unknown[]> {
  const read: unknown[] = [];
  for (const value of values) {
    const reading = one(value);
    if (!reading.ok) return reading;
    read.push(reading.value);
  }
  return { ok: true, value: read };
}

function readNumber({ kind, min, max, unit }: NumberWidget): Read {
  const noun = kind === "integer" ? "a whole number" : "a number";
  const expected = `${noun}${rangeText(min, max)}${unit && ` ${unit}`}`;
  return (value) => {
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    if (typeof number !== "number" || !Number.isFinite(number)) return { ok: false, reason: "wrong-type", expected };
    if (kind === "integer" && !Number.isSafeInteger(number)) return { ok: false, reason: "wrong-type", expected };
    if (number < min) return { ok: false, reason: "too-small", expected };
    if (number > max) return { ok: false, reason: "too-big", expected };
    return { ok: true, value: number };
  };
}

function rangeText(min: number, max: number): string {
  const [isFloored, isCapped] = [min > -Number.MAX_VALUE, max < Number.MAX_VALUE];
  if (isFloored && isCapped) return ` from ${min} to ${max}`;
  if (isFloored) return ` of at least ${min}`;
  return isCapped ? ` of at most ${max}` : "";
}

const readText: Read = (value) => {
  if (typeof value === "string") return { ok: true, value };
  if (typeof value === "number" || typeof value === "boolean") return { ok: true, value: String(value) };
  return { ok: false, reason: "wrong-type", expected: "text" };
};

const readBoolean: Read = (value) => {
  if (value === true || value === "true") return { ok: true, value: true };
  if (value === false || value === "false") return { ok: true, value: false };
  return { ok: false, reason: "wrong-type", expected: "true or false" };
};

function readChoice(choices: readonly string[]): Read {
  return (value) => {
    const found = choices.find((choice) => choice === value);
    if (found !== undefined) return { ok: true, value: found };
    return { ok: false, reason: "not-in-list", expected: `one of ${choices.join(", ")}` };
  };
}

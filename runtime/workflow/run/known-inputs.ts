import type { Call } from "./plan-type.ts";
import { readInput } from "./read-input.ts";

/** The inputs that the file gives, defaults included; what comes by a link is undefined, and so is what is refused. */
export function knownInputs({ inputs }: Call): Readonly<Record<string, unknown>> {
  const known: Record<string, unknown> = {};
  const rest: Record<string, unknown> = {};
  for (const { name, port, wire, omitted, rest: isRest } of inputs) {
    const reading = wire.kind === "value" ? readInput(port, wire.value, omitted) : null;
    (isRest ? rest : known)[name] = reading?.ok ? reading.value : undefined;
  }
  return { ...known, rest };
}

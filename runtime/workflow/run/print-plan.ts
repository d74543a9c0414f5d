import type { Plan, Wire } from "./plan-type.ts";

/** A plan as text, a step a line: `2 out (fake/show) value=1.0`. `$n` is what the body of a loop is given. */
export function printPlan({ steps, targets }: Plan, indent = ""): string {
  const lines = steps.flatMap((step, number) => {
    const mark = targets.includes(number) ? "*" : "";
    const wires = (step.kind === "loop" ? step.start : step).inputs.filter((input) => !input.omitted);
    const inputs = wires.map(({ name, wire, lazy }) => ` ${name}${lazy ? "?" : ""}=${printWire(wire)}`).join("");
    const line = `${indent}${number}${mark} ${step.id} (${step.definition.type})${inputs}`;
    return step.kind === "loop" ? [line, printPlan(step.body, `${indent}  `)] : [line];
  });
  return lines.join("\n");
}

function printWire(wire: Wire): string {
  if (wire.kind === "step") return `${wire.step}.${wire.slot}`;
  return wire.kind === "given" ? `$${wire.index}` : String(wire.key);
}

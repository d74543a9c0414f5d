import type { NodeDefinition, Port, Ports } from "../workflow/index.ts";
import { readingOf } from "../workflow/index.ts";
import type { NodeRecord, PortRecord } from "./manifest.ts";

/** A node of which only the manifest has been read: whatever needs its code loads it then. */
export function manifestNode(record: NodeRecord, load: () => Promise<NodeDefinition>): NodeDefinition {
  const { answers, inputs, outputs, rest, migrations, ...facts } = record;
  const answersTo = new Set(answers);
  return {
    ...facts,
    inputs: portsOf(inputs),
    outputs: portsOf(outputs),
    rest: rest === null ? null : portOf(rest),
    migrations: migrations.map(({ byCode: _, ...data }) => data),
    run: async (given, ctx) => (await load()).run(given, ctx),
    ...(answersTo.has("fingerprint") && {
      fingerprint: async (given) => (await load()).fingerprint?.(given) ?? Number.NaN,
    }),
    ...(answersTo.has("validate") && { validate: async (given) => (await load()).validate?.(given) ?? null }),
    ...(answersTo.has("wants") && { wants: async (given) => (await load()).wants?.(given) ?? [] }),
  } satisfies NodeDefinition;
}

function portsOf(records: Readonly<Record<string, PortRecord>>): Ports {
  return Object.fromEntries(Object.entries(records).map(([name, record]) => [name, portOf(record)]));
}

function portOf({ default: value, ...facts }: PortRecord): Port<unknown> {
  return { ...facts, default: value, read: readingOf(facts) };
}

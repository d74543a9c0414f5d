import { z } from "zod";
import { parseJson } from "../files/parse-json.ts";
import { readText } from "../files/read.ts";
import type { NodeDefinition, Port, Ports } from "../workflow/index.ts";
import { packsErrors } from "./errors.ts";
import type { Pack } from "./pack.ts";
import { firstProblem, type PackFile } from "./package-file.ts";

const companions = z.array(z.string());
const numeric = { min: z.number(), max: z.number(), unit: z.string(), companions };

const widget = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("integer"), ...numeric }),
  z.object({ kind: z.literal("number"), ...numeric }),
  z.object({ kind: z.literal("text"), multiline: z.boolean(), companions }),
  z.object({ kind: z.literal("file"), companions }),
  z.object({ kind: z.literal("boolean"), companions }),
  z.object({ kind: z.literal("choice"), choices: z.array(z.string()), companions }),
]);

const portRecord = z.object({
  type: z.string(),
  accepts: z.array(z.string()).min(1),
  widget: widget.nullable(),
  required: z.boolean(),
  default: z.json().optional(),
  follows: z.string().nullable(),
  list: z.boolean(),
  lazy: z.boolean(),
  description: z.string(),
});

const ports = z.record(z.string(), portRecord);

const migrationRecord = z.object({
  from: z.int(),
  outputs: z.array(z.int().nullable()).exactOptional(),
  widgets: z.array(z.string()).exactOptional(),
  /** True when it changes inputs by a function, which only the code holds. */
  byCode: z.boolean(),
});

const nodeRecord = z.object({
  type: z.string(),
  version: z.int(),
  title: z.string(),
  category: z.string(),
  description: z.string(),
  inputs: ports,
  outputs: ports,
  rest: portRecord.nullable(),
  output: z.boolean(),
  deterministic: z.boolean(),
  device: z.boolean(),
  expand: z.boolean(),
  loop: z.object({ role: z.enum(["start", "end"]), kind: z.enum(["carry", "map"]) }).nullable(),
  migrations: z.array(migrationRecord),
  /** The questions it answers before it runs. */
  answers: z.array(z.enum(["fingerprint", "validate", "wants"])),
});

const replacementRow = z.object({
  oldType: z.string(),
  newType: z.string(),
  oldWidgets: z.array(z.string()).exactOptional(),
  inputs: z
    .array(z.union([z.object({ new: z.string(), old: z.string() }), z.object({ new: z.string(), value: z.json() })]))
    .exactOptional(),
  outputs: z.array(z.object({ old: z.int(), new: z.int() })).exactOptional(),
});

const manifestSchema = z.object({ nodes: z.array(nodeRecord), replacements: z.array(replacementRow) });

/** Everything about a pack's nodes but their code: enough to list them, draw them and check a workflow. */
export type Manifest = z.output<typeof manifestSchema>;
export type NodeRecord = z.output<typeof nodeRecord>;
export type PortRecord = z.output<typeof portRecord>;

/** The manifest that a pack's code makes. */
export function manifestOf({ nodes, replacements }: Pick<Pack, "nodes" | "replacements">): Manifest {
  const plain: unknown = JSON.parse(JSON.stringify({ nodes: nodes.map(recordOf), replacements }));
  return manifestSchema.parse(plain);
}

/** As written to disk. */
export function formatManifest(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 1)}\n`;
}

/** @throws PACKS_NO_MANIFEST, PACKS_BAD_MANIFEST, PACKS_FOREIGN_NODE */
export async function readManifest({ name, namespace, manifest: file }: PackFile): Promise<Manifest> {
  const text = await readText(file).catch((cause: unknown) => {
    throw packsErrors.NO_MANIFEST({ pack: name, file }, { cause });
  });
  const read = manifestSchema.safeParse(parseJson(text));
  if (!read.success) throw packsErrors.BAD_MANIFEST({ pack: name, file, problem: firstProblem(read.error) });
  const foreign = read.data.nodes.find(({ type }) => !type.startsWith(`${namespace}/`));
  if (foreign !== undefined) throw packsErrors.FOREIGN_NODE({ namespace, type: foreign.type });
  return read.data;
}

/** The types of the nodes of which two manifests differ; empty when they say the same. */
export function manifestDifferences(saved: Manifest, now: Manifest): string[] {
  const [before, after] = [saved, now].map(({ nodes }) => new Map(nodes.map((node) => [node.type, canonical(node)])));
  const types = [...new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])];
  const nodes = types.filter((type) => before?.get(type) !== after?.get(type));
  const same = canonical(saved.replacements) === canonical(now.replacements);
  return same ? nodes : [...nodes, "replacements"];
}

function recordOf(node: NodeDefinition): unknown {
  const { migrations, inputs, outputs, rest, run: _, fingerprint, validate, wants, ...facts } = node;
  const answers = Object.entries({ fingerprint, validate, wants }).filter(([, answer]) => answer !== undefined);
  return {
    ...facts,
    inputs: portRecords(inputs),
    outputs: portRecords(outputs),
    rest: rest === null ? null : portFacts(rest),
    migrations: migrations.map(({ inputs: change, ...data }) => ({ ...data, byCode: change !== undefined })),
    answers: answers.map(([name]) => name),
  };
}

function portRecords(ports: Ports): Record<string, unknown> {
  return Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, portFacts(port)]));
}

function portFacts({ read: _, ...facts }: Port<unknown>): unknown {
  return facts;
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

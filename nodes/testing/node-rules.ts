import { AssertionError } from "node:assert";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { NodeDefinition, Port } from "../../runtime/workflow/index.ts";
import { runNode } from "./run-node.ts";

/** A rule that every pack keeps; `check` throws a sentence when it does not. */
export interface Rule {
  readonly rule: string;
  readonly check: () => void | Promise<void>;
}

export type SampleInputs = Readonly<Record<string, unknown>>;

/** Milliseconds within which a node ends when it is told to stop. */
const PATIENCE = 10_000;

/** What holds for one node. It is run where `sample` gives the inputs that have no default; null: never run it. */
export function nodeRules(node: NodeDefinition, sample: SampleInputs | null): Rule[] {
  const { type } = node;
  return [
    { rule: `${type} has a title, a category and a sentence of help`, check: () => checkWords(node) },
    { rule: `${type} accepts its own defaults`, check: () => checkDefaults(node) },
    { rule: `${type} brings files of every older version up to ${node.version}`, check: () => checkMigrations(node) },
    ...(sample !== null && isRunnable(node, sample) ? runningRules(node, sample) : []),
  ];
}

/** @throws AssertionError with the sentence */
export function fail(message: string): never {
  throw new AssertionError({ message });
}

function runningRules(node: NodeDefinition, sample: SampleInputs): Rule[] {
  const stops = { rule: `${node.type} stops when it is told to`, check: () => checkStops(node, sample) };
  if (!node.deterministic) return [stops];
  return [{ rule: `${node.type} makes the same of the same inputs`, check: () => checkSame(node, sample) }, stops];
}

function checkWords({ title, category, description }: NodeDefinition): void {
  if (title.trim() === "") fail("The title is empty.");
  if (category.trim() === "") fail("The category is empty.");
  if (!/\S.*[.!?]$/s.test(description)) fail("The description must be a sentence that ends in a full stop.");
}

function checkDefaults({ inputs }: NodeDefinition): void {
  for (const [name, port] of Object.entries(inputs)) {
    const reading = port.default === undefined ? null : port.read(port.default);
    if (reading?.ok === false) fail(`The default of input "${name}" is not ${reading.expected}.`);
  }
}

function checkMigrations({ version, migrations }: NodeDefinition): void {
  if (migrations.length === version - 1) return;
  fail(`Version ${version} needs ${version - 1} migrations, from version 1 on, and has ${migrations.length}.`);
}

async function checkSame(node: NodeDefinition, sample: SampleInputs): Promise<void> {
  const [first, second] = [await outputsOf(node, sample), await outputsOf(node, sample)];
  if (!isDeepStrictEqual(first, second)) fail("Two runs with the same inputs made different outputs.");
}

async function checkStops(node: NodeDefinition, sample: SampleInputs): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<"too long">((resolve) => {
    timer = setTimeout(() => resolve("too long"), PATIENCE);
  });
  const ended = outputsOf(node, sample, AbortSignal.abort()).then(
    () => "ended",
    () => "ended",
  );
  const first = await Promise.race([ended, tooLong]);
  clearTimeout(timer);
  if (first === "too long") fail(`It still ran ${PATIENCE} ms after its signal was aborted.`);
}

async function outputsOf(node: NodeDefinition, sample: SampleInputs, signal?: AbortSignal): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), "nextscale-rule-"));
  try {
    return (await runNode(node, sample, { folder, ...(signal && { signal }) })).outputs;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function isRunnable({ inputs, loop, expand }: NodeDefinition, sample: SampleInputs): boolean {
  const isGiven = ([name, port]: [string, Port<unknown>]) => !port.required || Object.hasOwn(sample, name);
  return loop === null && !expand && Object.entries(inputs).every(isGiven);
}

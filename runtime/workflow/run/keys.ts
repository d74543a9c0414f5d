import { hash } from "node:crypto";
import type { Call, LoopStep, NodeStep, PlannedInput, Step } from "./plan-type.ts";
import { lazyReads } from "./reads.ts";
import type { Run } from "./run.ts";
import { createScope, type Given, isReusable, keyOfWire, NEVER, type Scope } from "./scope.ts";

/** What a step's key is made from; undefined until all of it is known, null when the step may never be reused. */
export type Signature = string | null | undefined;

/** The key for what a signature tells: equal signatures have equal keys, in every run and process. */
export function keyFrom(signature: string | null): string {
  return signature === null ? NEVER : hash("sha256", signature, "base64url");
}

/** The signature of a step that wants these lazy inputs: a line for what it is and each thing it depends on. */
export function signatureOf(step: Step, wanted: readonly string[], scope: Scope, run: Run): Signature {
  return step.kind === "node" ? signatureOfNode(step, wanted, scope, run) : signatureOfLoop(step, wanted, scope, run);
}

function signatureOfNode(step: NodeStep, wanted: readonly string[], scope: Scope, run: Run): Signature {
  const { definition } = step;
  if (!step.reusable) return null;
  const head = headOf(step, run);
  const inputs = linesOf(step.inputs, wanted, scope);
  if (typeof head !== "string" || typeof inputs !== "string") return head === null ? null : inputs;
  if (!definition.output) return head + inputs;
  // An effect belongs to its place: two equal nodes both have theirs.
  return `${head}${inputs}\n@place ${JSON.stringify([...scope.iteration, step.id])}\n@folder ${JSON.stringify(run.folder)}`;
}

/** A loop can be reused as a whole when its body is known before it runs and has no effects. */
function signatureOfLoop(step: LoopStep, wanted: readonly string[], scope: Scope, run: Run): Signature {
  if (step.body.hasOutput || !step.reusable || !step.start.reusable) return undefined;
  const body = bodySignature(step, run);
  const head = headOf(step.start, run);
  const inputs = linesOf(step.start.inputs, [], scope);
  if (typeof body !== "string" || typeof head !== "string" || typeof inputs !== "string") return undefined;
  let captures = "";
  for (const [i, wire] of step.captures.entries()) {
    if (step.lazyCaptures.includes(i) && !wanted.includes(String(i))) continue;
    const key = keyOfWire(wire, scope);
    if (key === undefined || !isReusable(key)) return undefined;
    captures += `\n@around ${i}=${key}`;
  }
  return `${head}${inputs}${captures}\n@body ${keyFrom(body)}`;
}

/** What a loop's body does, whatever it is given and whatever is wanted of it. */
function bodySignature(step: LoopStep, run: Run): Signature {
  const scope = createScope(step.body, symbolic(step), { iteration: [], display: null });
  for (const [number, each] of step.body.steps.entries()) {
    const all = hasLazy(each) ? lazyReads(each).map(({ name }) => name) : NONE;
    const signature = signatureOf(each, all, scope, run);
    if (signature !== undefined) scope.keys[number] = keyFrom(signature);
  }
  const head = headOf(step, run);
  const inputs = linesOf(step.inputs, [], scope);
  return typeof head === "string" && typeof inputs === "string" ? head + inputs : undefined;
}

function symbolic({ start, captures }: LoopStep): readonly Given[] {
  const count = Object.keys(start.definition.outputs).length + captures.length;
  return Array.from({ length: count }, (_, i) => ({ slot: { items: [], list: false }, key: `$${i}` }));
}

/** Finds the key of a step whose sources' keys are known, with the lazy inputs it is known to want. */
export function findKey(number: number, scope: Scope, run: Run): void {
  const step = scope.plan.steps[number] as Step;
  const wanted = hasLazy(step) ? knownWants(step, scope, run) : NONE;
  if (wanted === undefined) return;
  const signature = signatureOf(step, wanted, scope, run);
  if (signature === undefined) return;
  scope.wanted[number] = wanted;
  if (signature !== null) scope.signatures[number] = signature;
  scope.keys[number] = keyFrom(signature);
}

/** Follows what is known of earlier runs: from each set of inputs to those that were wanted then. */
function knownWants(step: Step, scope: Scope, run: Run): readonly string[] | undefined {
  let wanted: readonly string[] = NONE;
  for (;;) {
    const signature = signatureOf(step, wanted, scope, run);
    const more = typeof signature === "string" ? run.cache.wants.get(signature) : undefined;
    if (more === undefined) return undefined;
    if (more.length === 0) return wanted;
    wanted = [...wanted, ...more];
  }
}

/** Remembers what a step wanted, so that a later run can tell without values. */
export function rememberWants(step: Step, wanted: readonly string[], scope: Scope, run: Run): void {
  const first = signatureOf(step, NONE, scope, run);
  const last = signatureOf(step, wanted, scope, run);
  if (typeof first !== "string" || typeof last !== "string") return;
  run.cache.wants.set(first, wanted);
  if (wanted.length > 0) run.cache.wants.set(last, NONE);
}

/** Whether it depends on values what a step reads. */
export function hasLazy(step: Step): boolean {
  return step.kind === "node" ? step.inputs.some(({ lazy }) => lazy) : step.lazyCaptures.length > 0;
}

const NONE: readonly string[] = [];

function headOf(call: Call, run: Run): Signature {
  const { type, version } = call.definition;
  const head = `${type} ${version}\n@device ${run.device}`;
  const fingerprint = run.fingerprints.get(call);
  if (fingerprint === undefined) return head;
  if (!fingerprint.ok) return undefined;
  return fingerprint.text === null ? null : `${head}\n@fingerprint ${fingerprint.text}`;
}

function linesOf(inputs: readonly PlannedInput[], wanted: readonly string[], scope: Scope): Signature {
  let lines = "";
  let never = false;
  for (const input of inputs) {
    if (input.lazy && !wanted.includes(input.name)) continue;
    const key = keyOfWire(input.wire, scope);
    if (key === undefined) return undefined;
    if (key.startsWith(NEVER)) never = true;
    lines += `\n${input.rest ? JSON.stringify(input.name) : input.name}=${key}`;
  }
  return never ? null : lines;
}

/** Finds the keys of a plan's steps as far as they can be known before anything runs. */
export type FindKeys = (scope: Scope, run: Run) => void;

export const findKeys: FindKeys = (scope, run) => {
  for (let number = 0; number < scope.plan.steps.length; number++) findKey(number, scope, run);
};

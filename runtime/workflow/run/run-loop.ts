import type { NodeId } from "../graph/prompt.ts";
import { titleOf } from "../graph/title.ts";
import { type Keyed, type KeyedOutputs, literalKey } from "./cache-key.ts";
import { gather } from "./gather.ts";
import type { Step } from "./plan.ts";
import { nodeOf } from "./run-node.ts";
import { type Run, type Scope, throwIfStopped } from "./scope.ts";

type LoopStep = Extract<Step, { readonly kind: "loop" }>;

/**
 * Runs the body of a loop once per round, each in a fresh scope. The start's outputs are the round's index and the
 * values carried so far; what is linked to the end's inputs is carried on. The loop's outputs are those of the end.
 */
export async function runLoop(
  step: LoopStep,
  scope: Scope,
  run: Run,
  runBody: (steps: readonly Step[], scope: Scope, run: Run) => Promise<void>,
): Promise<KeyedOutputs> {
  const start = nodeOf(step.start, run);
  const end = nodeOf(step.id, run);
  const place = { node: step.id, iteration: scope.iteration };
  const title = titleOf(end.node, run.registry);
  const { count, ...first } = await gather(start.node, start.definition, scope, run);
  throwIfStopped(run);

  const began = run.now();
  const rounds = Number(count?.value);
  run.emit({ type: "node-start", ...place, title, nodeType: end.node.type });
  let carried: KeyedOutputs = first;
  let stopped = false;
  for (let index = 0; index < rounds && !stopped; index++) {
    run.emit({ type: "node-progress", ...place, done: index, total: rounds, label: title });
    const inner = roundScope(step.start, index, rounds, carried, scope);
    await runBody(step.body, inner, run);
    const { stop, loop: _loop, ...values } = await gather(end.node, end.definition, inner, run);
    carried = { ...carried, ...linkedOnly(values, end.node.inputs) };
    stopped = stop?.value === true;
    throwIfStopped(run);
  }
  run.emit({ type: "node-progress", ...place, done: rounds, total: rounds, label: title });
  run.emit({ type: "node-done", ...place, ms: run.now() - began });
  return carried;
}

function roundScope(start: NodeId, index: number, count: number, carried: KeyedOutputs, parent: Scope): Scope {
  const literal = (value: unknown): Keyed => ({ value, key: literalKey(value) });
  const outputs = { ...carried, loop: literal(null), index: literal(index), count: literal(count) };
  return { parent, values: new Map([[start, Promise.resolve(outputs)]]), iteration: [...parent.iteration, index] };
}

/** A value that nothing is linked to stays what it was. */
function linkedOnly(values: KeyedOutputs, inputs: Readonly<Record<string, unknown>>): KeyedOutputs {
  return Object.fromEntries(Object.entries(values).filter(([name]) => Object.hasOwn(inputs, name)));
}

import type { Loop } from "../graph/loops.ts";
import type { NodeId, Prompt, PromptNode, Source } from "../graph/prompt.ts";
import { titleOf } from "../graph/title.ts";
import type { NodeDefinition } from "../node/define-node.ts";
import type { Port } from "../node/port-type.ts";
import type { Registry } from "../node/registry.ts";
import type { Call, Plan, PlannedInput, Step, Wire } from "./plan-type.ts";
import { readInput } from "./read-input.ts";
import { findLazyCaptures, readsOf, wireOf } from "./reads.ts";

/** A plan while steps are added to it, each after those it reads from. */
export interface Part {
  readonly addNode: (id: NodeId) => void;
  /** Adds a loop whose body is complete. */
  readonly addLoop: (loop: Loop, body: Part) => void;
  readonly target: (id: NodeId) => void;
  /** The wire to an output of any node in this part or around it. */
  readonly wireTo: (node: NodeId, slot: number) => Wire;
  readonly call: (id: NodeId) => Call;
  /** What was read from around this part. */
  readonly captures: readonly Wire[];
  readonly finish: () => Plan;
}

/** Begins the plan of a whole workflow, or of a loop's body within the part around it. */
export function createPart(
  prompt: Prompt,
  registry: Registry,
  keyOf: (value: unknown) => string | null,
  loop: (Loop & { readonly around: Part }) | null,
): Part {
  const steps: Step[] = [];
  const targets: number[] = [];
  const fingerprinted: Call[] = [];
  const places = new Map<NodeId, number>();
  const captures: Wire[] = [];
  const captured = new Map<string, Wire>();
  let hasOutput = false;
  const givenByStart = loop === null ? 0 : Object.keys(lookUp(loop.start, prompt, registry).definition.outputs).length;

  const wireTo = (node: NodeId, slot: number): Wire => {
    const step = places.get(node);
    if (step !== undefined) return { kind: "step", step, slot };
    if (loop === null) throw new Error(`Node ${node} is read before it is planned.`);
    if (node === loop.start) return { kind: "given", index: slot };
    const name = `${slot}:${node}`;
    const known = captured.get(name);
    if (known !== undefined) return known;
    const wire: Wire = { kind: "given", index: givenByStart + captures.length };
    captures.push(loop.around.wireTo(node, slot));
    captured.set(name, wire);
    return wire;
  };
  const inputsOf = (node: PromptNode, definition: NodeDefinition): PlannedInput[] => {
    const inputs: PlannedInput[] = [];
    for (const name in definition.inputs) {
      const source = Object.hasOwn(node.inputs, name) ? node.inputs[name] : undefined;
      inputs.push(plannedInput(name, definition.inputs[name] as Port<unknown>, source, definition));
    }
    if (definition.rest === null) return inputs;
    const more = Object.keys(node.inputs).filter((name) => !Object.hasOwn(definition.inputs, name));
    for (const name of more.sort()) inputs.push(plannedInput(name, definition.rest, node.inputs[name], definition));
    return inputs;
  };
  const plannedInput = (
    name: string,
    port: Port<unknown>,
    source: Source | undefined,
    definition: NodeDefinition,
  ): PlannedInput => {
    const omitted = source === undefined;
    const rest = port === definition.rest;
    if (source?.kind === "link") {
      const wire = wireTo(source.node, source.slot);
      return {
        name,
        port,
        wire,
        omitted,
        lazy: port.lazy && definition.wants !== undefined,
        rest,
      };
    }
    const value = omitted ? port.default : source.value;
    return {
      name,
      port,
      wire: { kind: "value", value, key: keyOf(asRead(port, value, omitted)) },
      omitted,
      lazy: false,
      rest,
    };
  };
  const call = (id: NodeId): Call => {
    const { node, definition } = lookUp(id, prompt, registry);
    const reusable = definition.deterministic && node.noCache !== true;
    return { id, title: titleOf(node, registry), definition, inputs: inputsOf(node, definition), reusable };
  };
  /** Fingerprints are kept by the very object that is asked for its key later. */
  const noted = <C extends Call>(made: C): C => {
    if (made.definition.fingerprint !== undefined) fingerprinted.push(made);
    return made;
  };

  return {
    addNode: (id) => {
      const made = call(id);
      hasOutput ||= made.definition.output;
      const all = readsOf(made.inputs.map(wireOf));
      const hasLazy = made.inputs.some((input) => input.lazy);
      const eager = hasLazy ? readsOf(made.inputs.filter((input) => !input.lazy).map(wireOf)) : all;
      const reads = { eager: eager.steps, eagerGiven: eager.given, sources: all.steps };
      places.set(id, steps.push(noted({ kind: "node", ...made, ...reads })) - 1);
    },
    addLoop: ({ start, end }, inside) => {
      const opening = noted(call(start));
      const closing = inside.call(end);
      const part = inside.finish();
      fingerprinted.push(...part.fingerprinted);
      hasOutput ||= part.hasOutput;
      const body = { ...part, targets: [...new Set([...part.targets, ...readsOf(closing.inputs.map(wireOf)).steps])] };
      const loop = { ...closing, start: opening, body, captures: inside.captures };
      const begin = opening.inputs.map(wireOf);
      const lazyCaptures = findLazyCaptures(loop);
      const eager = readsOf([...begin, ...loop.captures.filter((_, i) => !lazyCaptures.includes(i))]);
      const sources = readsOf([...begin, ...loop.captures]).steps;
      const step: Step = { kind: "loop", ...loop, lazyCaptures, eager: eager.steps, eagerGiven: eager.given, sources };
      places.set(end, steps.push(step) - 1);
    },
    target: (id) => {
      const step = places.get(id);
      if (step !== undefined) targets.push(step);
    },
    wireTo,
    call,
    captures,
    finish: () => ({ steps, targets, fingerprinted, hasOutput }),
  };
}

function lookUp(id: NodeId, prompt: Prompt, registry: Registry) {
  const node = prompt.get(id);
  const definition = node && registry.get(node.type);
  if (node === undefined || definition === undefined) throw new Error(`Node ${id} was planned but does not exist.`);
  return { node, definition };
}

/** A written value as its node will see it, so that 1 and "1" are the same to a number; an object is left as it is. */
function asRead(port: Port<unknown>, value: unknown, omitted: boolean): unknown {
  const reading = typeof value === "object" ? null : readInput(port, value, omitted);
  return reading?.ok && typeof reading.value !== "object" ? reading.value : value;
}

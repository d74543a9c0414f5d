import { canonicalKey } from "../cache/canonical-key.ts";
import { workflowErrors } from "../errors.ts";
import { cycles, sources } from "../graph/graph.ts";
import { type NodeId, nodeId, type Prompt, type PromptNode, type Source } from "../graph/prompt.ts";
import { type Expansion, isLink, type Link } from "../node/expansion.ts";
import type { Registry } from "../node/registry.ts";
import { Items, type Outputs } from "./merge-outputs.ts";
import { plan } from "./plan.ts";
import type { NodeStep } from "./plan-type.ts";
import type { Run } from "./run.ts";
import type { Scope } from "./scope.ts";

/**
 * Runs the graph that a node made in place of its outputs, and reads the outputs from it. What they hold stays held
 * until `close`. `keys` are those of the node's own inputs, which the graph may contain as values.
 * @throws WORKFLOW_BAD_EXPANSION, and what the nodes in it throw
 */
export async function runExpansion(
  expansion: Expansion,
  step: NodeStep,
  item: number,
  keys: ReadonlyMap<unknown, string>,
  scope: Scope,
  run: Run,
): Promise<{ readonly outputs: Outputs; readonly close: () => void }> {
  const prompt = promptOf(expansion, `${step.id}.${item}.`, run.registry);
  const links = Object.entries(expansion.outputs).flatMap(([name, value]) =>
    isLink(value) ? [[name, value] as const] : [],
  );
  const ends = new Map(links.map(([name, link]) => [name, resolve(link, `${step.id}.${item}.`, prompt, run.registry)]));
  const effects = [...prompt.values()].filter((node) => run.registry.get(node.type)?.output).map((node) => node.id);
  const targets = [...new Set([...[...ends.values()].map((end) => end.node), ...effects])];
  const keyOf = (value: unknown) => keys.get(value) ?? canonicalKey(value);
  const steps = plan(prompt, run.registry, targets, keyOf);
  const where = { iteration: scope.iteration, display: scope.display ?? step.id };
  const { scope: inner, close } = await run.runPlan(steps, [], where, run);
  const made = [...ends].map(([name, end]) => {
    const number = steps.steps.findIndex((each) => each.id === end.node);
    return [name, new Items(inner.results[number]?.slots[end.slot]?.items ?? [])];
  });
  return { outputs: { ...expansion.outputs, ...Object.fromEntries(made) }, close };
}

/** The expansion as a graph of its own; its ids begin with that of the node that made it. */
function promptOf({ nodes }: Expansion, prefix: string, registry: Registry): Prompt {
  const types = new Map<NodeId, PromptNode>();
  for (const { name, type } of nodes) {
    const id = nodeId(prefix + name);
    if (types.has(id)) throw wrong(`has two nodes named "${name}"`);
    types.set(id, { id, type, title: "", inputs: {} });
  }
  const prompt = new Map<NodeId, PromptNode>();
  for (const { name, type, inputs } of nodes) {
    const definition = registry.get(type);
    if (definition === undefined) throw wrong(`has a node of the type "${type}", which no installed pack brings`);
    const strange = Object.keys(inputs).find((input) => !Object.hasOwn(definition.inputs, input));
    if (strange !== undefined && definition.rest === null)
      throw wrong(`gives "${name}" an input "${strange}" that it does not have`);
    const resolved = Object.entries(inputs).flatMap(([input, value]): [string, Source][] => {
      if (value === undefined) return [];
      if (!isLink(value)) return [[input, { kind: "value", value }]];
      return [[input, { kind: "link", ...resolve(value, prefix, types, registry) }]];
    });
    const id = nodeId(prefix + name);
    prompt.set(id, { id, type, title: "", inputs: Object.fromEntries(resolved) });
  }
  const [ring] = cycles(sources(prompt));
  if (ring !== undefined) throw wrong(`waits for itself: ${[...ring, ...ring.slice(0, 1)].join(" → ")}`);
  return prompt;
}

function resolve(
  { node, output }: Link<unknown>,
  prefix: string,
  prompt: Prompt,
  registry: Registry,
): { readonly node: NodeId; readonly slot: number } {
  const id = nodeId(prefix + node);
  const outputs = Object.keys(registry.get(prompt.get(id)?.type ?? "")?.outputs ?? {});
  const slot = typeof output === "number" ? output : outputs.indexOf(output);
  if (outputs[slot] === undefined) throw wrong(`links to output "${output}" of "${node}", which does not exist`);
  return { node: id, slot };
}

function wrong(problem: string): Error {
  return workflowErrors.BAD_EXPANSION({ problem });
}

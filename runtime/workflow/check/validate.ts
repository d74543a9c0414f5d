import { cycles, reachable, sources } from "../graph/graph.ts";
import type { NodeId, Prompt } from "../graph/prompt.ts";
import { suggest } from "../graph/suggest.ts";
import { titleOf } from "../graph/title.ts";
import type { Registry } from "../node/registry.ts";
import type { Issue } from "./issue.ts";
import { validateInputs } from "./validate-inputs.ts";
import { validateLoops } from "./validate-loops.ts";

/** Every problem of a workflow at once; none means that it can be planned. Nodes that no output needs are not looked at. */
export function validate(prompt: Prompt, registry: Registry): Issue[] {
  const unknown = [...prompt.values()]
    .filter((node) => !registry.has(node.type))
    .map((node): Issue => {
      const { id, type } = node;
      const nearest = suggest(type, registry.keys());
      return { code: "unknown-node-type", node: id, title: titleOf(node, registry), type, nearest };
    });
  const outputs = outputNodes(prompt, registry);
  const none: Issue[] = outputs.length === 0 && unknown.length === 0 ? [{ code: "no-output" }] : [];
  const rings = cycles(sources(prompt)).map((nodes): Issue => ({ code: "cycle", nodes }));
  const needed = reachable(outputs, sources(prompt));
  const inputs = [...needed].flatMap((id) => validateInputs(id, prompt, registry));
  const loops = rings.length === 0 ? validateLoops(needed, prompt, registry) : [];
  return [...unknown, ...none, ...rings, ...inputs, ...loops];
}

/** The nodes a run is for. */
export function outputNodes(prompt: Prompt, registry: Registry): NodeId[] {
  return [...prompt.values()].filter((node) => registry.get(node.type)?.output).map((node) => node.id);
}

import { reachable, reverse, sources } from "../graph/graph.ts";
import { findLoops, innermost, type Loop, loopNodes, startOf } from "../graph/loops.ts";
import type { NodeId, Prompt } from "../graph/prompt.ts";
import { titleOf } from "../graph/title.ts";
import type { Registry } from "../node/registry.ts";
import type { Issue } from "./issue.ts";

/** The problems of loops among the nodes a run needs: ends without partner, values that leak out, loops that overlap. */
export function validateLoops(needed: ReadonlySet<NodeId>, prompt: Prompt, registry: Registry): Issue[] {
  const loops = findLoops(prompt, registry);
  const overlaps = [...needed].filter((id) => innermost(id, loops) === "overlap");
  return [
    ...unpaired(needed, prompt, registry),
    ...loops.flatMap((loop) => leaks(loop, needed, prompt, registry)),
    ...overlaps.map((node): Issue => ({ code: "loop-overlap", node, title: title(node, prompt, registry) })),
  ];
}

function unpaired(needed: ReadonlySet<NodeId>, prompt: Prompt, registry: Registry): Issue[] {
  const ends = loopNodes(prompt, registry, "end");
  const issue = (node: NodeId, problem: string): Issue[] =>
    needed.has(node) ? [{ code: "loop-unpaired", node, title: title(node, prompt, registry), problem }] : [];

  const lostEnds = ends.filter((end) => startOf(end, prompt, registry) === null);
  const starts = loopNodes(prompt, registry, "start").flatMap((start) => {
    const count = ends.filter((end) => startOf(end, prompt, registry) === start).length;
    return count === 1 ? [] : issue(start, count === 0 ? "has no loop end" : `has ${count} loop ends`);
  });
  return [...lostEnds.flatMap((end) => issue(end, "has no loop start")), ...starts];
}

/** Links from inside a loop into what runs after it. */
function leaks(loop: Loop, needed: ReadonlySet<NodeId>, prompt: Prompt, registry: Registry): Issue[] {
  const after = reachable([loop.end], reverse(sources(prompt)));
  return [...after].flatMap((id) => {
    const node = prompt.get(id);
    if (node === undefined || id === loop.end || !needed.has(id)) return [];
    return Object.entries(node.inputs).flatMap(([input, source]): Issue[] => {
      if (source.kind !== "link" || after.has(source.node)) return [];
      if (source.node !== loop.start && !loop.inside.has(source.node)) return [];
      const place = { node: id, title: title(id, prompt, registry), input };
      return [{ code: "loop-leak", ...place, source: source.node, loop: loop.end }];
    });
  });
}

function title(id: NodeId, prompt: Prompt, registry: Registry): string {
  const node = prompt.get(id);
  return node === undefined ? id : titleOf(node, registry);
}

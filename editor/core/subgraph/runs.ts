import { mergeCurves } from "../curves.ts";
import type { NodeRun, RunState } from "../run-state.ts";
import type { Path } from "./path.ts";

/**
 * What a run did to the nodes of the graph at a path, by their ids there. Nodes inside of a subgraph run under ids like
 * "12:5"; its instance 12 shows what happens in it.
 */
export function runsAt(nodes: RunState["nodes"], path: Path): RunState["nodes"] {
  const prefix = path.map((id) => `${id}:`).join("");
  const own = new Map<string, NodeRun>();
  const inner = new Map<string, [string, NodeRun][]>();
  for (const [id, run] of nodes) {
    if (!id.startsWith(prefix)) continue;
    const [node = "", ...rest] = id.slice(prefix.length).split(":");
    if (rest.length === 0) own.set(node, run);
    else inner.set(node, [...(inner.get(node) ?? []), [rest.join(":"), run]]);
  }
  if (prefix === "" && inner.size === 0) return nodes;
  for (const [node, runs] of inner) own.set(node, fold(own.get(node), runs));
  return own;
}

/** Keeps the last answer, since it is asked for at every frame. */
export function rememberRuns(): (run: RunState, path: Path) => RunState["nodes"] {
  let last: { readonly nodes: RunState["nodes"]; readonly path: string; readonly found: RunState["nodes"] } | null =
    null;
  return ({ nodes }, path) => {
    const key = path.join(":");
    if (last === null || last.nodes !== nodes || last.path !== key)
      last = { nodes, path: key, found: runsAt(nodes, path) };
    return last.found;
  };
}

/** One run for an instance: what runs now goes first, then what failed; pictures and words are those of all. */
function fold(own: NodeRun | undefined, inner: readonly (readonly [string, NodeRun])[]): NodeRun {
  const runs = inner.map(([, run]) => run);
  const running = runs.find(({ state }) => state === "running");
  const failed = runs.find(({ state }) => state === "error");
  const ended = runs.filter(({ state }) => state === "done" || state === "cached");
  const begun = runs.flatMap(({ startedAt }) => startedAt ?? []);
  const images = runs.flatMap((run) => run.images);
  const took = runs.flatMap((run) => run.took ?? []);
  const state =
    running !== undefined
      ? "running"
      : failed !== undefined
        ? "error"
        : ended.length < runs.length || ended.length === 0
          ? "waiting"
          : ended.every((run) => run.state === "cached")
            ? "cached"
            : "done";
  return {
    state,
    value: running?.value ?? 0,
    max: running?.max ?? 1,
    label: running?.label ?? "",
    startedAt: begun.length === 0 ? null : Math.min(...begun),
    took: state === "done" && took.length > 0 ? took.reduce((sum, each) => sum + each, 0) : null,
    preview: running?.preview ?? (images.length === 0 ? lastPreview(runs) : null),
    images,
    videos: runs.flatMap(({ videos }) => videos),
    text: runs.map(({ text }) => text).find((text) => text !== "") ?? "",
    curves: mergeCurves(runs.map(({ curves }) => curves)),
    hasOldCurves: false,
    problems: [
      ...(own?.problems ?? []),
      ...inner.flatMap(([id, { problems }]) =>
        problems.map(({ input, text }) => ({ input: input === null ? null : `${id}.${input}`, text })),
      ),
    ],
  };
}

/** What was painted last inside stays in sight when nothing in there is an output. */
function lastPreview(runs: readonly NodeRun[]): Blob | null {
  return runs.findLast(({ preview }) => preview !== null)?.preview ?? null;
}

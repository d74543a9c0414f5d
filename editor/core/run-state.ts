import type { ServerMessage, WireFile } from "../protocol/message.ts";
import type { NodeProblems, Problem } from "../protocol/problems.ts";
import { type Curves, noCurves, withPoint } from "./curves.ts";

/** What the last run did to a node, as it is drawn. */
export interface NodeRun {
  readonly state: "waiting" | "running" | "done" | "cached" | "error";
  readonly value: number;
  readonly max: number;
  readonly label: string;
  readonly startedAt: number | null;
  /** How long it took, in milliseconds. */
  readonly took: number | null;
  /** The newest preview, until the result is there. */
  readonly preview: Blob | null;
  readonly images: readonly WireFile[];
  readonly videos: readonly WireFile[];
  readonly text: string;
  readonly curves: Curves;
  /** True while its curves are those of an earlier run, which the first point of this one takes the place of. */
  readonly hasOldCurves: boolean;
  readonly problems: readonly Problem[];
}

export interface RunState {
  readonly nodes: ReadonlyMap<string, NodeRun>;
  /** The job that runs for this page. */
  readonly job: string | null;
  readonly isRunning: boolean;
  readonly current: string | null;
  readonly remaining: number;
  /** "ready", or why nothing runs at the moment. */
  readonly engine: string;
  readonly lastError: { readonly node: string | null; readonly text: string } | null;
  readonly outcome: "success" | "error" | "interrupted" | null;
}

export const idle: RunState = {
  nodes: new Map(),
  job: null,
  isRunning: false,
  current: null,
  remaining: 0,
  engine: "ready",
  lastError: null,
  outcome: null,
};

const untouched: NodeRun = {
  state: "waiting",
  value: 0,
  max: 1,
  label: "",
  startedAt: null,
  took: null,
  preview: null,
  images: [],
  videos: [],
  text: "",
  curves: noCurves,
  hasOldCurves: false,
  problems: [],
};

/** What is known after a message of the server. `now` in milliseconds. */
export function heard(run: RunState, message: ServerMessage, now: number): RunState {
  switch (message.kind) {
    case "queue":
      return { ...run, remaining: message.remaining };
    case "start":
      return { ...run, job: message.job, isRunning: true, lastError: null, outcome: null, nodes: cleared(run.nodes) };
    case "cached":
      return message.nodes.reduce((next, node) => change(next, node, { state: "cached", took: null }), run);
    case "executing":
      return message.node === null ? { ...run, isRunning: false, current: null } : started(run, message.node, now);
    case "progress":
      return message.nodes.reduce((next, each) => progressed(next, each, now), run);
    case "label":
      return change(run, message.node, { label: message.label });
    case "preview": {
      const node = message.node ?? run.current;
      return node === null ? run : change(run, node, { preview: message.image });
    }
    case "text": {
      const before = run.nodes.get(message.node)?.text ?? "";
      const between = before === "" || message.continues ? "" : "\n";
      return change(run, message.node, { text: before + between + message.text });
    }
    case "metric": {
      const { name, step, value } = message;
      const { curves, hasOldCurves } = run.nodes.get(message.node) ?? untouched;
      const before = hasOldCurves ? noCurves : curves;
      return change(run, message.node, { curves: withPoint(before, name, [step, value]), hasOldCurves: false });
    }
    case "output": {
      const { images, videos, texts } = message;
      const text = texts.length > 0 ? texts.join("\n") : (run.nodes.get(message.node)?.text ?? "");
      const isShown = images.length + videos.length > 0;
      return change(run, message.node, { images, videos, text, ...(isShown && { preview: null }) });
    }
    case "success":
      return { ...run, isRunning: false, current: null, outcome: "success" };
    case "interrupted":
      return { ...settled(run), isRunning: false, current: null, outcome: "interrupted" };
    case "error":
      return failed(run, message);
    case "engine":
      return { ...run, engine: message.state };
    case "log":
      return run;
  }
}

/** Problems that were found before a run, shown at their nodes. */
export function withProblems(run: RunState, problems: NodeProblems): RunState {
  const clean = new Map([...run.nodes].map(([node, each]) => [node, { ...each, problems: [] as readonly Problem[] }]));
  for (const [node, found] of problems) clean.set(node, { ...(clean.get(node) ?? untouched), problems: found });
  return { ...run, nodes: clean };
}

function change(run: RunState, node: string, patch: Partial<NodeRun>): RunState {
  return { ...run, nodes: new Map(run.nodes).set(node, { ...(run.nodes.get(node) ?? untouched), ...patch }) };
}

function started(run: RunState, node: string, now: number): RunState {
  const before = run.nodes.get(node);
  if (before?.state === "running") return { ...run, current: node, isRunning: true };
  const isAgain = before !== undefined && before.state !== "waiting";
  const [text, curves] = isAgain ? [before.text, before.curves] : ["", noCurves];
  return {
    ...change(run, node, { state: "running", startedAt: now, took: null, value: 0, text, curves }),
    current: node,
    isRunning: true,
  };
}

function progressed(
  run: RunState,
  {
    node,
    value,
    max,
    state,
  }: { readonly node: string; readonly value: number; readonly max: number; readonly state: string },
  now: number,
): RunState {
  const before = run.nodes.get(node) ?? untouched;
  if (state === "finished" && before.state === "running") {
    return change(run, node, {
      state: "done",
      value: max,
      max,
      took: before.startedAt === null ? null : now - before.startedAt,
    });
  }
  if (state === "error") return change(run, node, { state: "error" });
  if (state !== "running") return run;
  const begun = before.state === "running" ? {} : { state: "running" as const, startedAt: now };
  return change(run, node, { ...begun, value, max });
}

function failed(run: RunState, { node, text, isBlock }: ServerMessage & { readonly kind: "error" }): RunState {
  const told =
    node === null ? run : change(run, node, { state: isBlock ? "done" : "error", problems: [{ input: null, text }] });
  if (isBlock) return told;
  return { ...settled(told), isRunning: false, current: null, lastError: { node, text }, outcome: "error" };
}

/** What ran when the run ended runs no more. */
function settled(run: RunState): RunState {
  const nodes = new Map(
    [...run.nodes].map(([id, node]) => [id, node.state === "running" ? { ...node, state: "waiting" as const } : node]),
  );
  return { ...run, nodes };
}

/** At the beginning of a run: pictures stay until there are new ones, marks go. */
function cleared(nodes: ReadonlyMap<string, NodeRun>): ReadonlyMap<string, NodeRun> {
  return new Map(
    [...nodes].map(([id, node]) => [
      id,
      { ...node, state: "waiting" as const, value: 0, took: null, label: "", hasOldCurves: true, problems: [] },
    ]),
  );
}

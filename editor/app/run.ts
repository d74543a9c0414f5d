import { seconds } from "../canvas/draw/card.ts";
import { heard, idle, type NodeRun, type RunState, withProblems } from "../core/run-state.ts";
import { advanceSeeds } from "../core/seeds.ts";
import { runTargets } from "../core/subgraph/run-targets.ts";
import { activeTab, changeTab } from "../core/tabs.ts";
import { outputOf, type ServerMessage } from "../protocol/message.ts";
import type { App } from "./app.ts";
import { editAt, pathOf } from "./edit.ts";
import { jumpTo } from "./enter.ts";

/** Asks for the workflow in front to be run: all of it, or what some nodes need. */
export async function runWorkflow(app: App, targets: readonly string[] | null = null): Promise<void> {
  const tab = activeTab(app.tabs.get());
  if (tab === undefined) return;
  try {
    const file = tab.history.present;
    const wanted = targets === null ? null : runTargets(file, pathOf(app), targets, app.types.get());
    const answer = await app.client.submit(file, wanted);
    setRun(app, tab.id, (run) => withProblems(run, answer.problems));
    if (answer.ok) {
      app.tabs.update((tabs) => changeTab(tabs, tab.id, (each) => ({ ...each, job: answer.job })));
      editAt(app, [], "seed", (document) => advanceSeeds(document, app.types.get(), random), true);
      return;
    }
    const first = [...answer.problems.keys()][0];
    const texts = [...answer.problems.values()]
      .flat()
      .map(({ input, text }) => (input === null ? text : `${input}: ${text}`));
    tell(app, texts[0] ?? answer.text, first ?? null);
  } catch (error) {
    tell(app, error instanceof Error ? error.message : String(error), null);
  }
}

/** Takes in what the server tells. */
export function hear(app: App, message: ServerMessage): void {
  if (message.kind === "queue") {
    app.server.update((server) => ({ ...server, remaining: message.remaining }));
    return;
  }
  if (message.kind === "engine") {
    hearEngine(app, message.state);
    return;
  }
  if (message.kind === "log") {
    const { node, level, text } = message;
    app.log.update((lines) => [...lines, { node, level, text }].slice(-1_000));
    return;
  }
  const job = "job" in message ? message.job : null;
  const tab = tabOf(app, job);
  if (tab === null) return;
  setRun(app, tab, (run) => heard(run, message, Date.now()));
  if (message.kind === "output") remember(app, message);
  if (message.kind === "success")
    app.notice.set({ kind: "info", text: app.words("status.done", { time: timeOf(app, tab) }) });
  if (message.kind === "interrupted") app.notice.set({ kind: "info", text: app.words("status.stopped") });
  if (message.kind === "error") tell(app, message.text, message.node);
}

/** An engine that was lost counts as lost until it is ready again. */
function hearEngine(app: App, state: string): void {
  const wasLost = app.server.get().engine === "waiting";
  if (wasLost && state === "starting") return;
  app.server.update((server) => ({ ...server, engine: state }));
  if (state === "waiting") app.notice.set({ kind: "error", text: app.words("engine.lost") });
  else if (wasLost) app.notice.set({ kind: "info", text: app.words("engine.back") });
}

/** After a connection was lost: what has become of the jobs that were asked for. */
export async function catchUp(app: App): Promise<void> {
  for (const { id, job } of app.tabs.get().open) {
    if (job === null) continue;
    const known = app.runs.get().get(id);
    if (known?.outcome != null && known.job === job) continue;
    const ended = await app.client.outputs(job).catch(() => null);
    if (ended === null) continue;
    setRun(app, id, (run) => {
      const outputs = Object.entries(ended.outputs).map(([node, output]) => outputOf(node, output, job));
      const shown = outputs.reduce((next, message) => heard(next, message, Date.now()), run);
      const outcome = ended.status === "success" ? "success" : "error";
      return { ...shown, job, isRunning: false, current: null, outcome };
    });
  }
}

export function runOf(app: App): RunState {
  return app.runs.get().get(app.tabs.get().active) ?? idle;
}

/** What the run did to the nodes of the graph in front, by their ids there. */
export function shownRuns(app: App): ReadonlyMap<string, NodeRun> {
  return app.runsAt(runOf(app), pathOf(app));
}

function setRun(app: App, tab: string, change: (run: RunState) => RunState): void {
  app.runs.update((runs) => new Map(runs).set(tab, change(runs.get(tab) ?? idle)));
}

function tabOf(app: App, job: string | null): string | null {
  const { open, active } = app.tabs.get();
  return open.find((tab) => tab.job !== null && tab.job === job)?.id ?? (open.length > 0 ? active : null);
}

function remember(app: App, { images, videos, job }: ServerMessage & { readonly kind: "output" }): void {
  const fresh = [...images, ...videos].filter(({ type }) => type === "output").map((file) => ({ file, job }));
  if (fresh.length > 0) app.gallery.update((all) => [...fresh.toReversed(), ...all].slice(0, 200));
}

function tell(app: App, text: string, node: string | null): void {
  app.notice.set({
    kind: "error",
    text: app.words("status.failed", { text }),
    ...(node !== null && { action: { label: app.words("jump"), run: () => jumpTo(app, node) } }),
  });
}

function timeOf(app: App, tab: string): string {
  const run = app.runs.get().get(tab);
  const took = [...(run?.nodes.values() ?? [])].reduce((sum, node) => sum + (node.took ?? 0), 0);
  return seconds(took);
}

/** A whole number of 32 bits. */
function random(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
}

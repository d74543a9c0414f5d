import type { App } from "../app/app.ts";
import { openDocument } from "../app/files.ts";
import { seconds } from "../canvas/draw/card.ts";
import { el, fill } from "../dom/el.ts";
import { type IconName, icon } from "../dom/icon.ts";
import { media } from "../dom/media.ts";
import type { JobPlace, JobRow } from "../protocol/client.ts";
import type { WordKey } from "../words/words.ts";
import type { Panel } from "./side.ts";

const MOST = 60;

/** What runs, what waits, and what was. */
export function queuePanel(app: App): Panel {
  const element = el("div", { class: "panel-body" });
  let isAsking = false;
  const refresh = async (): Promise<void> => {
    if (isAsking) return;
    isAsking = true;
    const jobs = await app.client.jobs(MOST).catch(() => null);
    isAsking = false;
    if (jobs !== null) draw(jobs);
  };
  const act = (work: Promise<void>): void => {
    work.then(refresh, (error: unknown) => {
      app.notice.set({ kind: "error", text: error instanceof Error ? error.message : String(error) });
    });
  };
  const draw = (jobs: readonly JobRow[]): void => {
    const of = (...statuses: readonly string[]) => jobs.filter(({ status }) => statuses.includes(status));
    const waiting = of("pending").toSorted((a, b) => a.order - b.order);
    const section = (label: WordKey, rows: readonly JobRow[]) =>
      rows.length === 0
        ? []
        : [
            el("h3", { text: app.words(label) }),
            el("ul", { class: "job-list" }, ...rows.map((job) => jobRow(app, job, waiting, act))),
          ];
    const all = [
      ...section("queue.running", of("in_progress")),
      ...section("queue.waiting", waiting),
      ...section("queue.history", of("completed", "failed", "cancelled")),
    ];
    fill(element, ...(all.length === 0 ? [el("p", { class: "quiet", text: app.words("queue.none") })] : all));
  };
  const again = (): void => void refresh();
  const stops = [app.server.subscribe(again), app.runs.subscribe(debounce(again, 400))];
  again();
  return {
    element,
    destroy: () => {
      for (const stop of stops) stop();
    },
  };
}

function jobRow(app: App, job: JobRow, waiting: readonly JobRow[], act: (work: Promise<void>) => void): HTMLElement {
  const { client } = app;
  const isOver = ["completed", "failed", "cancelled"].includes(job.status);
  const tool = (name: IconName, label: WordKey, run: () => void) =>
    el(
      "button",
      { class: "icon-button", label: app.words(label), attributes: { type: "button" }, on: { click: run } },
      icon(name, 15),
    );
  const open = (): void => {
    void client.outputs(job.id).then((found) => {
      if (found?.workflow != null) openDocument(app, job.id.slice(0, 8), found.workflow);
    });
  };
  const took = job.startedAt !== null && job.endedAt !== null ? seconds(job.endedAt - job.startedAt) : "";
  const thumb =
    job.preview === null
      ? el("span", { class: `job-thumb is-${job.status}` })
      : media(client.viewUrl(job.preview), { name: job.preview.filename, alt: "", className: "job-thumb" });
  return el(
    "li",
    { class: "job" },
    thumb,
    el(
      "div",
      { class: "job-text" },
      el("b", { class: `job-state is-${job.status}`, text: app.words(`queue.state.${job.status}`) }),
      el("small", { text: `${new Date(job.createdAt).toLocaleTimeString()} ${took}`.trim() }),
      job.error !== null && el("small", { class: "job-error", text: job.error }),
    ),
    el(
      "div",
      { class: "job-tools" },
      isOver && tool("open", "queue.open", open),
      isOver && tool("retry", "queue.retry", () => act(client.retry(job.id))),
      isOver && tool("trash", "queue.delete", () => act(client.removeFromHistory(job.id))),
      ...moves(job, waiting).map(([name, label, place]) => tool(name, label, () => act(client.move(job.id, place)))),
      !isOver && tool("close", "queue.cancel", () => act(client.cancel(job.id))),
    ),
  );
}

/** Where a job that waits can go. */
function moves(job: JobRow, waiting: readonly JobRow[]): readonly (readonly [IconName, WordKey, JobPlace])[] {
  const at = waiting.findIndex(({ id }) => id === job.id);
  if (at < 0) return [];
  const [before, second] = [waiting[at - 1], waiting[at + 2]];
  return [
    ...(before === undefined ? [] : [["top", "queue.front", "front"] as const]),
    ...(before === undefined ? [] : [["up", "queue.up", { before: before.id }] as const]),
    ...(at === waiting.length - 1
      ? []
      : [["down", "queue.down", second === undefined ? "back" : { before: second.id }] as const]),
  ];
}

/** The work once things have been quiet for a while. */
export function debounce(work: () => void, milliseconds: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(work, milliseconds);
  };
}

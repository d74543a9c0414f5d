import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { BlobStore } from "../../../runtime/jobs/blob-store.ts";
import { openFolderBlobStore } from "../../../runtime/jobs/folder-blob-store.ts";
import type { Job, JobId, Submission } from "../../../runtime/jobs/job.ts";
import { createJobStore } from "../../../runtime/jobs/sqlite/job-store.ts";
import { openDatabase } from "../../../runtime/jobs/sqlite/open-database.ts";
import { createRng } from "../../../runtime/tensor/random.ts";
import { jobId } from "../jobs/fake-jobs.ts";
import { temporaryFolder } from "../jobs/temporary-folder.ts";
import { api } from "../workflow/fakes.ts";
import { bundle } from "./bundle.ts";
import type { FromServer, ToServer } from "./fake-server.ts";
import { startJobs } from "./start-jobs.ts";

const [engine, server] = await Promise.all([bundle("fake-engine.ts"), bundle("fake-server.ts")]);

/** Writes one file of its own after some steps. Every third has a node that may not run twice. */
function request(number: number): Submission {
  const mayRetry = number % 3 !== 0;
  const prompt = JSON.parse(
    api({
      1: [mayRetry ? "fake/slow" : "fake/dice", { steps: number % 7, ms: 3, salt: number }],
      2: ["fake/say", { value: ["1", 0] }],
      3: ["fake/write", { text: `picture ${number}` }],
    }),
  );
  return { id: jobId(number), prompt, targets: ["2", "3"], mayRetry };
}

/** Holds a job that has ended to what may become of it. */
async function checkEnd(job: Job, number: number, reasons: readonly string[], blobs: BlobStore): Promise<void> {
  expect(["done", "failed"]).toContain(job.status);
  expect(job.attempt).toBeLessThanOrEqual(2);
  const texts = job.outputs.flatMap((output) => output.texts);
  const files = job.outputs.flatMap((output) => output.files);
  if (job.status === "done") {
    expect(texts).toEqual([String(number)]);
    expect(files).toHaveLength(1);
  } else {
    expect(reasons).toContain(job.error?.reason);
    expect(job.error?.help).not.toBe("");
    if (job.mayRetry) expect(job.attempt).toBe(2);
    expect(texts.length).toBeLessThanOrEqual(1);
    expect(files.length).toBeLessThanOrEqual(1);
  }
  for (const { blob } of files) {
    expect(await blobs.verify(blob)).toBe(true);
    expect(new TextDecoder().decode((await blobs.get(blob)) ?? undefined)).toBe(`picture ${number}`);
  }
}

function numberOf(id: JobId): number {
  return Number(id.slice(-12));
}

test("killing the engine process at random moments in 100 jobs loses none and ends none twice", async () => {
  const JOBS = 100;
  const rng = createRng(1, "kill the engine");
  const { runner, store, blobs, bus, events } = await startJobs(engine, { backOff: { first: 1, most: 3 } });
  let kills = 0;
  const kill = (): void => {
    const { pid, status } = runner.engine();
    if (pid === null || status === "off" || status === "waiting") return;
    process.kill(pid, "SIGKILL");
    kills += 1;
  };
  let doomed = false;
  bus.subscribe(({ event }) => {
    if (event.type !== "engine" || kills >= 30) return;
    if (event.state === "starting") doomed = rng.uniform() < 0.25;
    // once in each life of the process: while it starts, or within its first jobs
    if (event.state === "starting" && doomed) setTimeout(kill, rng.uniform() * 200);
    if (event.state === "ready" && !doomed) setTimeout(kill, rng.uniform() * 80);
    if (event.state === "ready") doomed = true;
  });
  for (let number = 1; number <= JOBS; number++) await runner.submit(request(number));
  await runner.idle();

  expect(kills).toBeGreaterThan(10);
  expect(await store.counts()).toMatchObject({ waiting: 0, running: 0, held: 0, cancelled: 0 });
  const history = await store.history();
  expect(history.map(({ id }) => numberOf(id)).toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: JOBS }, (_, i) => i + 1),
  );
  for (const job of history) await checkEnd(job, numberOf(job.id), ["crash"], blobs);
  const ends = events.flatMap((event) => (event.type === "job-end" ? [event.job] : []));
  expect(new Set(ends).size).toBe(ends.length);
  const names = history.flatMap(({ outputs }) => outputs.flatMap(({ files }) => files.map(({ name }) => name)));
  expect(new Set(names).size).toBe(names.length);
});

test("killing the server at random moments in 50 jobs loses none that it accepted and ends none twice", async () => {
  const JOBS = 50;
  const rng = createRng(2, "kill the server");
  const folder = temporaryFolder();
  const accepted = new Set<JobId>();
  const ended: string[] = [];
  let lives = 0;

  /** Starts a server, sends what is not known to be accepted, and ends it at some moment, or lets it finish. */
  const live = async (kill: { readonly from: From; readonly ms: number } | null): Promise<void> => {
    lives += 1;
    const child = fork(server, [folder, engine], { execArgv: [], stdio: ["ignore", "ignore", "inherit", "ipc"] });
    const tell = (message: ToServer) => child.send(message, () => {}); // it may be gone
    const end = () => child.kill("SIGKILL");
    if (kill?.from === "start") setTimeout(end, kill.ms);
    child.on("message", (message: FromServer) => {
      if (message.type === "open") {
        if (kill?.from === "open") setTimeout(end, kill.ms);
        const open = Array.from({ length: JOBS }, (_, i) => i + 1).filter((number) => !accepted.has(jobId(number)));
        const now = kill === null ? open : open.slice(0, 5);
        for (const number of now) tell({ type: "submit", submission: request(number) });
        tell({ type: "idle" });
      } else if (message.type === "started") {
        if (kill?.from === "work") setTimeout(end, kill.ms);
      } else if (message.type === "accepted") accepted.add(message.id as JobId);
      else if (message.type === "refused") {
        expect(message.code).toBe("JOBS_ID_TAKEN"); // it was accepted, and the answer was lost
        accepted.add(message.id as JobId);
      } else if (message.type === "ended") ended.push(message.id);
      else if (kill === null) tell({ type: "close" });
    });
    await exitOf(child);
  };

  while (lives < 18) {
    const from = rng.pick(["start", "open", "work", "work", "work"] as const);
    await live({ from, ms: rng.uniform() * (from === "work" ? 80 : 400) });
  }
  await live(null);

  const sql = openDatabase(join(folder, "jobs.db"));
  const store = createJobStore(sql);
  const blobs = await openFolderBlobStore(join(folder, "blobs"));
  expect(accepted.size).toBe(JOBS);
  expect(await store.counts()).toMatchObject({ waiting: 0, running: 0, held: 0, cancelled: 0 });
  const history = await store.history();
  expect(history.map(({ id }) => id).toSorted()).toEqual([...accepted].toSorted());
  for (const job of history) await checkEnd(job, numberOf(job.id), ["server", "crash"], blobs);
  expect(new Set(ended).size).toBe(ended.length);
  sql.close();
});

/** What a moment is counted from: the start of the process, its readiness, or its first job. */
type From = "start" | "open" | "work";

function exitOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once("exit", () => resolve()));
}

import { describe, expect, test } from "vitest";
import type { Job, JobEnd, JobId } from "../../../runtime/jobs/job.ts";
import type { JobStore } from "../../../runtime/jobs/job-store.ts";
import { createJobStore } from "../../../runtime/jobs/sqlite/job-store.ts";
import { openDatabase } from "../../../runtime/jobs/sqlite/open-database.ts";
import { DONE, fakeClock, jobId, picture, someHash, submission } from "./fake-jobs.ts";

const FAILED: JobEnd = {
  status: "failed",
  error: {
    reason: "node",
    code: "WORKFLOW_NODE_FAILED",
    message: "Node 1 failed.",
    help: "Try again.",
    node: "1",
    display: "1",
    nodeType: "fake/fail",
  },
  cached: ["2"],
  executed: [],
};

function openStore() {
  const clock = fakeClock();
  return { clock, store: createJobStore(openDatabase(":memory:"), clock) };
}

/** Submits and runs a number of jobs to their ends. */
async function runJobs(store: JobStore, many: number, end: JobEnd = DONE): Promise<readonly Job[]> {
  const jobs: Job[] = [];
  for (let i = 0; i < many; i++) {
    await store.submit(submission());
    const job = await store.claim();
    if (job !== null) jobs.push(job);
    if (job !== null) await store.finish(job.id, job.attempt, end);
  }
  return jobs;
}

const ids = (jobs: readonly { readonly id: JobId }[]) => jobs.map(({ id }) => id);

describe("the life of a job", () => {
  test("a job goes from waiting to running to its end, and its request comes back whole", async () => {
    const { store } = openStore();
    const asked = submission({
      workflow: { id: "w1", nodes: [] },
      client: "c",
      extra: { note: "ä" },
      mayRetry: true,
      previews: false,
      files: { "1": { file: someHash(1) } },
    });
    const job = await store.submit(asked);
    expect(job).toMatchObject({ ...asked, id: jobId(1), status: "waiting", order: 1, attempt: 0, startedAt: null });
    expect(await store.claim()).toMatchObject({ id: job.id, status: "running", attempt: 1 });
    expect(await store.finish(job.id, 1, FAILED)).toBe(true);
    const ended = await store.get(job.id);
    expect(ended).toMatchObject({ status: "failed", error: FAILED.error, cached: ["2"], executed: [], ...asked });
    expect(ended?.endedAt).toBeGreaterThan(ended?.startedAt ?? Number.POSITIVE_INFINITY);
    expect(await store.claim()).toBeNull();
  });

  test("an end is written once, by the attempt that runs", async () => {
    const { store } = openStore();
    const { id } = await store.submit(submission());
    expect(await store.finish(id, 0, DONE)).toBe(false);
    await store.claim();
    expect(await store.requeue(id, 1)).toBe(true);
    await store.claim();
    expect(await store.finish(id, 1, FAILED)).toBe(false);
    expect(await store.requeue(id, 1)).toBe(false);
    expect(await store.addOutput(id, 1, { node: "1", display: "1", files: [], texts: ["late"] })).toBeNull();
    expect(await store.finish(id, 2, DONE)).toBe(true);
    expect(await store.finish(id, 2, FAILED)).toBe(false);
    expect((await store.get(id))?.status).toBe("done");
  });

  test("a job that is put back keeps its place and forgets what it had shown", async () => {
    const { store } = openStore();
    const { id } = await store.submit(submission());
    await store.submit(submission());
    await store.claim();
    await store.addOutput(id, 1, { node: "1", display: "1", files: [picture("a_00001.png", 1)], texts: [] });
    await store.requeue(id, 1);
    expect(await store.claim()).toMatchObject({ id, attempt: 2, outputs: [] });
    const again = await store.addOutput(id, 2, {
      node: "1",
      display: "1",
      files: [picture("a_00001.png", 2)],
      texts: [],
    });
    expect(again?.files.map(({ name }) => name)).toEqual(["a_00002.png"]);
  });

  test("J5: an id that is taken is refused, and so is a key until it is forgotten after a day", async () => {
    const { store, clock } = openStore();
    const first = await store.submit(submission({ id: jobId(77), key: "k" }));
    await expect(store.submit(submission({ id: jobId(77) }))).rejects.toMatchObject({ code: "JOBS_ID_TAKEN" });
    await expect(store.submit(submission({ key: "k" }))).rejects.toMatchObject({
      code: "JOBS_KEY_USED",
      details: { key: "k", job: first.id },
    });
    expect(await store.waiting()).toHaveLength(1);
    clock.skip(24 * 3_600_000);
    await expect(store.submit(submission({ key: "k" }))).resolves.toMatchObject({ status: "waiting" });
  });
});

describe("the queue", () => {
  test("the smallest number runs first, equal ones by id; front goes before all", async () => {
    const { store } = openStore();
    await store.submit(submission({ id: jobId(1) }));
    await store.submit(submission({ id: jobId(3), order: 0.5 }));
    await store.submit(submission({ id: jobId(2), order: 0.5 }));
    await store.submit(submission({ id: jobId(4), front: true }));
    await store.submit(submission({ id: jobId(5), front: true }));
    expect(ids(await store.waiting())).toEqual([5, 4, 2, 3, 1].map(jobId));
    expect((await store.claim())?.id).toBe(jobId(5));
  });

  test("a held job is passed over until it is released", async () => {
    const { store } = openStore();
    for (let i = 0; i < 3; i++) await store.submit(submission({ held: i === 0 }));
    expect(await store.hold([jobId(2), jobId(9)])).toEqual([jobId(2)]);
    expect((await store.claim())?.id).toBe(jobId(3));
    expect(await store.claim()).toBeNull();
    expect(await store.release([jobId(1), jobId(2), jobId(3)])).toEqual([jobId(1), jobId(2)]);
    expect((await store.claim())?.id).toBe(jobId(1));
  });

  test("waiting jobs move to the front, to the back, before another, and to a number", async () => {
    const { store } = openStore();
    for (let i = 0; i < 4; i++) await store.submit(submission());
    const order = async () => ids(await store.waiting()).map((id) => Number(id.slice(-2)));
    await store.move(jobId(4), "front");
    expect(await order()).toEqual([4, 1, 2, 3]);
    await store.move(jobId(1), "back");
    expect(await order()).toEqual([4, 2, 3, 1]);
    await store.move(jobId(1), { before: jobId(3) });
    expect(await order()).toEqual([4, 2, 1, 3]);
    await store.move(jobId(3), { order: -1e9 });
    expect(await order()).toEqual([3, 4, 2, 1]);
    await store.submit(submission());
    expect(await order()).toEqual([3, 4, 2, 1, 5]);
  });

  test("there is always room before another job, however often it is asked for", async () => {
    const { store } = openStore();
    for (let i = 0; i < 3; i++) await store.submit(submission());
    for (let i = 0; i < 200; i++) {
      const moved = jobId(i % 2 === 0 ? 1 : 2);
      await store.move(moved, { before: jobId(3) });
      expect(ids(await store.waiting()).slice(1)).toEqual([moved, jobId(3)]);
    }
  });

  test("only a job that waits can move, and only before one that waits", async () => {
    const { store } = openStore();
    await runJobs(store, 1);
    await store.submit(submission());
    await expect(store.move(jobId(1), "front")).rejects.toMatchObject({ code: "JOBS_WRONG_STATUS" });
    await expect(store.move(jobId(2), { before: jobId(1) })).rejects.toMatchObject({ code: "JOBS_WRONG_STATUS" });
    await expect(store.move(jobId(9), "front")).rejects.toMatchObject({ code: "JOBS_UNKNOWN" });
  });

  test("C1, C3: cancelling ends what waits, stops what runs, and leaves the rest alone", async () => {
    const { store } = openStore();
    await runJobs(store, 1);
    for (let i = 0; i < 3; i++) await store.submit(submission({ held: i === 2 }));
    await store.claim();
    const all = [1, 2, 3, 4, 9].map(jobId);
    expect(await store.cancel(all)).toEqual(["ended", "stopping", "cancelled", "cancelled", "unknown"]);
    expect((await store.running()).map(({ id, stopping }) => [id, stopping])).toEqual([[jobId(2), true]]);
    expect(await store.cancel(all)).toEqual(["ended", "stopping", "ended", "ended", "unknown"]);
    expect(await store.counts()).toMatchObject({ waiting: 0, held: 0, running: 1, done: 1, cancelled: 2 });
  });

  test("C4: a completed result beats a late cancel", async () => {
    const { store } = openStore();
    await store.submit(submission());
    await store.claim();
    await store.cancel([jobId(1)]);
    await store.finish(jobId(1), 1, DONE);
    expect(await store.get(jobId(1))).toMatchObject({ status: "done", stopping: false });
  });

  test("a job that has ended can be asked for again, as a new job", async () => {
    const { store } = openStore();
    const first = await store.submit(submission({ client: "c", extra: { a: 1 } }));
    await expect(store.retry(first.id)).rejects.toMatchObject({ code: "JOBS_WRONG_STATUS" });
    await store.claim();
    await store.finish(first.id, 1, FAILED);
    const again = await store.retry(first.id);
    expect(again).toMatchObject({ status: "waiting", retryOf: first.id, client: "c", extra: { a: 1 }, error: null });
    expect(again.id).not.toBe(first.id);
    expect((await store.get(first.id))?.status).toBe("failed");
  });
});

describe("history and lists", () => {
  test("H1-H7: windows of the history", async () => {
    const { store } = openStore();
    const all = ids(await runJobs(store, 10));
    const window = async (limit?: number, offset?: number) =>
      ids(
        await store.history({ ...(limit === undefined ? {} : { limit }), ...(offset === undefined ? {} : { offset }) }),
      );
    expect(await window()).toEqual(all);
    expect(await window(3)).toEqual(all.slice(-3));
    expect(await window(3, 0)).toEqual(all.slice(0, 3));
    expect(await window(3, 4)).toEqual(all.slice(4, 7));
    expect(await window(undefined, 7)).toEqual(all.slice(7));
    expect(await window(5, 8)).toEqual(all.slice(8));
    expect(await window(5, 10)).toEqual([]);
    expect(await window(5, 99)).toEqual([]);
  });

  test("J3: jobs are filtered, sorted and paged; those without a time come last both ways", async () => {
    const { store, clock } = openStore();
    for (const ms of [30, 10, 20]) {
      await store.submit(submission({ workflow: { id: ms === 10 ? "b" : "a" } }));
      await store.claim();
      clock.skip(ms);
      await store.finish(jobId(ms === 30 ? 1 : ms === 10 ? 2 : 3), 1, ms === 20 ? FAILED : DONE);
    }
    await store.submit(submission());
    const numbers = async (query: Parameters<JobStore["list"]>[0]) =>
      ids((await store.list(query)).jobs).map((id) => Number(id.slice(-2)));
    expect(await numbers({})).toEqual([4, 3, 2, 1]);
    expect(await numbers({ ascending: true })).toEqual([1, 2, 3, 4]);
    expect(await numbers({ sortBy: "duration" })).toEqual([1, 3, 2, 4]);
    expect(await numbers({ sortBy: "duration", ascending: true })).toEqual([2, 3, 1, 4]);
    expect(await numbers({ statuses: ["done", "waiting"] })).toEqual([4, 2, 1]);
    expect(await numbers({ workflow: "a" })).toEqual([3, 1]);
    expect(await numbers({ limit: 2, offset: 1 })).toEqual([3, 2]);
    expect(await store.list({ statuses: ["done"], limit: 1 })).toMatchObject({ total: 2 });
  });

  test("J6: outputs are in the history of jobs that failed, and in lists", async () => {
    const { store } = openStore();
    const { id } = await store.submit(submission());
    await store.claim();
    await store.addOutput(id, 1, { node: "2.x", display: "2", files: [picture("a_00001.png", 1)], texts: [] });
    await store.addOutput(id, 1, { node: "3", display: "3", files: [], texts: ["hello"] });
    await store.finish(id, 1, FAILED);
    const outputs = [
      { node: "2.x", display: "2", files: [picture("a_00001.png", 1)], texts: [] },
      { node: "3", display: "3", files: [], texts: ["hello"] },
    ];
    expect((await store.history())[0]?.outputs).toEqual(outputs);
    expect((await store.list()).jobs[0]?.outputs).toEqual(outputs);
  });

  test("only jobs that have ended can be removed", async () => {
    const { store } = openStore();
    await runJobs(store, 1);
    await store.submit(submission());
    await store.claim();
    await store.submit(submission());
    expect(await store.remove([1, 2, 3, 9].map(jobId))).toEqual([jobId(1)]);
    expect(await store.get(jobId(1))).toBeNull();
    expect(await store.counts()).toMatchObject({ waiting: 1, running: 1, done: 0 });
  });
});

describe("names of results", () => {
  test("a number in a name rises until it is free, and no number is given twice", async () => {
    const { store } = openStore();
    const named = async (blob: number, name = "star_00001.png") => {
      const { id } = await store.submit(submission());
      await store.claim();
      const output = await store.addOutput(id, 1, { node: "1", display: "1", files: [picture(name, blob)], texts: [] });
      await store.finish(id, 1, DONE);
      return output?.files[0]?.name;
    };
    expect(await named(1)).toBe("star_00001.png");
    expect(await named(2)).toBe("star_00002.png");
    expect(await named(3, "star_00007.png")).toBe("star_00007.png");
    expect(await named(4)).toBe("star_00008.png");
    expect(await named(5, "film.mp4")).toBe("film.mp4");
    expect(await named(6, "film.mp4")).toBe("film_00002.mp4");
  });

  test("E7: the same bytes asked for again keep the name they have", async () => {
    const { store } = openStore();
    for (const _ of [1, 2]) {
      const { id } = await store.submit(submission());
      await store.claim();
      const files = [picture("star_00001.png", 1)];
      expect(await store.addOutput(id, 1, { node: "1", display: "1", files, texts: [] })).toMatchObject({ files });
      await store.finish(id, 1, DONE);
    }
  });
});

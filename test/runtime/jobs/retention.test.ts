import { utimesSync } from "node:fs";
import { expect, test } from "vitest";
import { openFolderBlobStore } from "../../../runtime/jobs/folder-blob-store.ts";
import type { BlobHash, NamedFile } from "../../../runtime/jobs/job.ts";
import { collectGarbage, defaultRetention, type Retention } from "../../../runtime/jobs/retention.ts";
import { createFileTable } from "../../../runtime/jobs/sqlite/file-table.ts";
import { createJobStore } from "../../../runtime/jobs/sqlite/job-store.ts";
import { openDatabase } from "../../../runtime/jobs/sqlite/open-database.ts";
import { DONE, fakeClock, jobId, picture, someHash, submission } from "./fake-jobs.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const NO_LIMIT: Retention = { ...defaultRetention, mostJobs: null };

function open() {
  const sql = openDatabase(":memory:");
  const clock = fakeClock();
  const store = createJobStore(sql, clock);
  const files = createFileTable(sql, clock);
  /** Runs a job that shows these files. */
  const job = async (...made: readonly NamedFile[]) => {
    const { id } = await store.submit(submission());
    await store.claim();
    await store.addOutput(id, 1, { node: "1", display: "1", files: made, texts: [] });
    await store.finish(id, 1, DONE);
    return id;
  };
  const names = async () => {
    const all = [...(await files.list({ folder: "output" })), ...(await files.list({ folder: "temp" }))];
    return all.map(({ name }) => name).toSorted();
  };
  return { clock, store, files, job, names };
}

test("the oldest jobs leave the history by number and by age; waiting jobs and kept files stay", async () => {
  const { clock, store, job, names } = open();
  for (let i = 1; i <= 5; i++) await job(picture("a_00001.png", i));
  await store.submit(submission({ held: true }));
  expect(await store.prune({ ...NO_LIMIT, mostJobs: 3 })).toEqual({ jobs: 2, files: 0 });
  expect((await store.history()).map(({ id }) => id)).toEqual([3, 4, 5].map(jobId));
  clock.skip(10_000);
  await job();
  expect(await store.prune({ ...NO_LIMIT, jobsMs: 5000 })).toEqual({ jobs: 3, files: 0 });
  expect(await store.counts()).toMatchObject({ done: 1, running: 0, held: 1 });
  expect(await names()).toHaveLength(5);
});

test("temporary files go with their job, unless another job shows them too, and after a while", async () => {
  const { clock, store, job, names } = open();
  const temporary = (name: string, blob: number) => picture(name, blob, { folder: "temp" });
  const first = await job(temporary("a_00001.png", 1), temporary("b_00001.png", 2));
  await job(temporary("b_00001.png", 2));
  await store.remove([first]);
  expect(await names()).toEqual(["b_00001.png"]);
  clock.skip(25 * 3_600_000);
  await job(temporary("c_00001.png", 3));
  expect(await store.prune(NO_LIMIT)).toEqual({ jobs: 0, files: 1 });
  expect(await names()).toEqual(["c_00001.png"]);
});

test("results go by age and by bytes, the oldest first, a blob with two names counted once; uploads never", async () => {
  const { clock, store, files, job, names } = open();
  await files.add(picture("up.png", 9, { folder: "input", bytes: 1000 }), "number");
  await job(picture("a_00001.png", 1));
  clock.skip(10_000);
  for (let i = 2; i <= 5; i++) await job(picture("a_00001.png", i));
  await job(picture("twin.png", 5));
  expect(await store.prune({ ...NO_LIMIT, outputsMs: 5000 })).toEqual({ jobs: 0, files: 1 });
  expect(await store.prune({ ...NO_LIMIT, mostBytes: 25 })).toEqual({ jobs: 0, files: 2 });
  expect(await names()).toEqual(["a_00004.png", "a_00005.png", "twin.png"]);
  expect(await store.prune({ ...NO_LIMIT, mostBytes: 0 })).toMatchObject({ files: 3 });
  expect(await files.get({ folder: "input", subfolder: "", name: "up.png" })).not.toBeNull();
});

test("blobs are deleted when no file names them and no job asks for them, and never sooner", async () => {
  const { store, files, job } = open();
  const blobs = await openFolderBlobStore(temporaryFolder());
  const [output, upload, asked, lost] = await Promise.all(
    ["output", "upload", "asked", "lost"].map(async (text) => (await blobs.put(new TextEncoder().encode(text))).hash),
  );
  if (!output || !upload || !asked || !lost) throw new Error("nothing was put");
  const file = (blob: BlobHash, folder: "input" | "output") => ({ ...picture("x.png", 0), blob, folder });
  await job(file(output, "output"));
  await files.add(file(upload, "input"), "number");
  await store.submit(submission({ files: { "1": { file: asked }, "2": { other: someHash(7) } } }));

  const now = Date.now();
  const collect = () => collectGarbage(store, blobs, NO_LIMIT, { now, graceMs: 1000 });
  expect((await collect()).blobs.blobs).toBe(0);
  const old = new Date(now - 5000);
  for (const hash of [output, upload, asked, lost]) utimesSync(blobs.path(hash), old, old);
  expect((await collect()).blobs).toEqual({ blobs: 1, bytes: 4 });
  expect(await blobs.stat(lost)).toBeNull();
  for (const hash of [output, upload, asked]) expect(await blobs.verify(hash)).toBe(true);
  await files.remove(file(upload, "input"));
  expect((await collect()).blobs.blobs).toBe(1);
});

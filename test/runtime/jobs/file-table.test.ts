import { expect, test } from "vitest";
import type { NamedFile } from "../../../runtime/jobs/job.ts";
import { createFileTable } from "../../../runtime/jobs/sqlite/file-table.ts";
import { createJobStore } from "../../../runtime/jobs/sqlite/job-store.ts";
import { openDatabase } from "../../../runtime/jobs/sqlite/open-database.ts";
import { fakeClock, jobId, picture, someHash, submission } from "./fake-jobs.ts";

function open() {
  const sql = openDatabase(":memory:");
  const clock = fakeClock();
  return { files: createFileTable(sql, clock), store: createJobStore(sql, clock) };
}

const upload = (name: string, blob: number, subfolder = ""): NamedFile =>
  picture(name, blob, { folder: "input", subfolder });

test("the same name with the same bytes is the same file; with other bytes it gets a number", async () => {
  const { files } = open();
  const first = await files.add(upload("a.png", 1), "number");
  expect(first).toMatchObject({ name: "a.png", blob: someHash(1), job: null });
  expect(await files.add(upload("a.png", 1), "number")).toEqual(first);
  expect((await files.add(upload("a.png", 2), "number")).name).toBe("a (1).png");
  expect((await files.add(upload("a.png", 2), "number")).name).toBe("a (1).png");
  expect((await files.add(upload("a.png", 3), "number")).name).toBe("a (2).png");
  expect((await files.add(upload("a.png", 3, "sub"), "number")).name).toBe("a.png");
  expect((await files.add(upload(".env", 1), "number")).name).toBe(".env");
  expect((await files.add(upload(".env", 2), "number")).name).toBe(".env (1)");
});

test("a name is taken over only where that is asked for", async () => {
  const { files } = open();
  await files.add(upload("a.png", 1), "refuse");
  await expect(files.add(upload("a.png", 2), "refuse")).rejects.toMatchObject({ code: "JOBS_NAME_TAKEN" });
  expect((await files.get(upload("a.png", 0)))?.blob).toBe(someHash(1));
  await files.add(upload("a.png", 2), "replace");
  expect((await files.get(upload("a.png", 0)))?.blob).toBe(someHash(2));
});

test("files are listed newest first, by folder and subfolder, with the job that made them", async () => {
  const { files, store } = open();
  await files.add(upload("a.png", 1), "number");
  await files.add(upload("b.png", 2, "sub"), "number");
  await files.add(upload("c.png", 3), "number");
  await store.submit(submission());
  await store.claim();
  await store.addOutput(jobId(1), 1, { node: "1", display: "1", files: [picture("d_00001.png", 4)], texts: [] });
  const names = async (query: Parameters<typeof files.list>[0]) => (await files.list(query)).map(({ name }) => name);
  expect(await names({ folder: "input" })).toEqual(["c.png", "b.png", "a.png"]);
  expect(await names({ folder: "input", subfolder: "" })).toEqual(["c.png", "a.png"]);
  expect(await names({ folder: "input", limit: 1, offset: 1 })).toEqual(["b.png"]);
  expect(await files.list({ folder: "output" })).toMatchObject([{ name: "d_00001.png", job: jobId(1) }]);
  expect(await files.named(someHash(2))).toMatchObject({ name: "b.png", subfolder: "sub" });
  expect(await files.named(someHash(99))).toBeNull();
});

test("a file that is removed leaves the history of its job, and the job stays", async () => {
  const { files, store } = open();
  await store.submit(submission());
  await store.claim();
  await store.addOutput(jobId(1), 1, {
    node: "1",
    display: "1",
    files: [picture("d_00001.png", 4), picture("d_00001.png", 5)],
    texts: [],
  });
  const place = picture("d_00001.png", 4);
  expect(await files.remove(place)).toBe(true);
  expect(await files.remove(place)).toBe(false);
  expect((await store.get(jobId(1)))?.outputs[0]?.files.map(({ name }) => name)).toEqual(["d_00002.png"]);
});

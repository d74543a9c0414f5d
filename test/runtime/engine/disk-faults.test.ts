import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openJobs } from "../../../runtime/engine/open-jobs.ts";
import type { Job } from "../../../runtime/jobs/job.ts";
import { createLog } from "../../../runtime/jobs/log.ts";
import { openDatabase } from "../../../runtime/jobs/sqlite/open-database.ts";
import { temporaryFolder } from "../jobs/temporary-folder.ts";
import { bundle } from "./bundle.ts";
import { startJobs } from "./start-jobs.ts";

const entry = await bundle("fake-engine.ts");
const QUICK = { 1: ["fake/say", { text: "hi" }] } as const;

test("when the disk fills up, what was accepted goes on once there is room, and nothing accepted is lost", async () => {
  const { submit, run, runner, store, grow, left } = await startJobs(entry, { database: { mostBytes: 400_000 } });
  runner.pause();
  const accepted: Job[] = [];
  const fill = async () => {
    for (;;) accepted.push(await submit(QUICK, { extra: { note: "x".repeat(4000) } }));
  };
  const refused = { code: "STORE_DISK_FULL", help: expect.stringContaining("Free some space") };
  await expect(fill()).rejects.toMatchObject(refused);
  expect(accepted.length).toBeGreaterThan(5);
  expect(await store.waiting()).toHaveLength(accepted.length);
  runner.resume();
  grow();
  for (const { id } of accepted) await left(id);
  expect(await store.counts()).toMatchObject({ waiting: 0, running: 0, done: accepted.length });
  expect((await run(QUICK)).status).toBe("done");
});

test("a job whose results cannot be kept fails with the reason, and the next one runs", async () => {
  const { run, folder } = await startJobs(entry);
  expect((await run(QUICK)).status).toBe("done");
  rmSync(join(folder, "blobs", "tmp"), { recursive: true });
  writeFileSync(join(folder, "blobs", "tmp"), "in the way");
  const failed = await run({ 1: ["fake/write", { text: "lost" }] });
  expect(failed).toMatchObject({ status: "failed", outputs: [], error: { code: "FILE_NOT_A_FOLDER" } });
  rmSync(join(folder, "blobs", "tmp"));
  mkdirSync(join(folder, "blobs", "tmp"));
  expect((await run({ 1: ["fake/write", { text: "lost" }] })).status).toBe("done");
});

test("a data folder that cannot be used is refused with the reason, and is left as it is", async () => {
  const folder = temporaryFolder();
  const log = createLog({ level: "silent" });
  const open = (at: string) => openJobs({ folder: at, entry, log, execArgv: [] });
  writeFileSync(join(folder, "file"), "");
  await expect(open(join(folder, "file"))).rejects.toMatchObject({ code: "FILE_FAILED" });
  await expect(open(join(folder, "file", "data"))).rejects.toMatchObject({ code: "FILE_NOT_A_FOLDER" });

  const data = join(folder, "data");
  const jobs = await open(data);
  await expect(open(data)).rejects.toMatchObject({ code: "STORE_IN_USE" });
  await jobs.close();
  const again = openDatabase(join(data, "jobs.db"));
  again.close();
});

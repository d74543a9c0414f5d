import { fork } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import { expect, test } from "vitest";
import { createJobStore } from "../../../runtime/jobs/sqlite/job-store.ts";
import { LAYOUT } from "../../../runtime/jobs/sqlite/layout.ts";
import { openDatabase } from "../../../runtime/jobs/sqlite/open-database.ts";
import { DONE, jobId, picture, submission } from "./fake-jobs.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** A closed database with many jobs that have ended. */
async function filled(path: string, many = 12): Promise<void> {
  const sql = openDatabase(path);
  const store = createJobStore(sql);
  for (let i = 1; i <= many; i++) {
    await store.submit(submission({ id: jobId(i), extra: { note: "x".repeat(400) } }));
    await store.claim();
    await store.addOutput(jobId(i), 1, { node: "1", display: "1", files: [picture("a_00001.png", i)], texts: [] });
    await store.finish(jobId(i), 1, DONE);
  }
  sql.close();
}

test("what was written is there when it is opened again", async () => {
  const path = join(temporaryFolder(), "jobs.db");
  await filled(path);
  const sql = openDatabase(path);
  expect(await createJobStore(sql).history()).toHaveLength(12);
  sql.close();
});

test("a database is for one process at a time", () => {
  const path = join(temporaryFolder(), "jobs.db");
  const sql = openDatabase(path);
  expect(() => openDatabase(path)).toThrow(expect.objectContaining({ code: "STORE_IN_USE" }));
  sql.close();
  openDatabase(path).close();
});

test("a file that is no database, or someone else's, is left as it is", () => {
  const folder = temporaryFolder();
  const text = join(folder, "text.db");
  writeFileSync(text, "a diary, not a database\n".repeat(100));
  expect(() => openDatabase(text)).toThrow(expect.objectContaining({ code: "STORE_NOT_OURS" }));
  const other = join(folder, "other.db");
  const database = new Database(other);
  database.exec("CREATE TABLE diary (day TEXT)");
  database.close();
  const before = readFileSync(other);
  expect(() => openDatabase(other)).toThrow(expect.objectContaining({ code: "STORE_NOT_OURS" }));
  expect(readFileSync(other)).toEqual(before);
});

test("a damaged database is told of and left as it is", async () => {
  const folder = temporaryFolder();
  const path = join(folder, "jobs.db");
  await filled(path);
  const bytes = readFileSync(path);
  for (let at = 4096 * 3; at < bytes.length; at += 7) bytes[at] = 0xa5;
  writeFileSync(path, bytes);
  expect(() => openDatabase(path)).toThrow(expect.objectContaining({ code: "STORE_DAMAGED" }));
  expect(readFileSync(path)).toEqual(bytes);
});

test("a database that was cut off is told of and left as it is", async () => {
  const path = join(temporaryFolder(), "jobs.db");
  await filled(path);
  const bytes = readFileSync(path).subarray(0, 4096 * 5);
  writeFileSync(path, bytes);
  expect(() => openDatabase(path)).toThrow(expect.objectContaining({ code: "STORE_DAMAGED" }));
  expect(readFileSync(path)).toEqual(bytes);
});

test("a row that another program has spoilt is told of when it is read", async () => {
  const path = join(temporaryFolder(), "jobs.db");
  await filled(path, 1);
  const other = new Database(path);
  other.exec("UPDATE requests SET prompt = 'not JSON'");
  other.close();
  const sql = openDatabase(path);
  await expect(createJobStore(sql).get(jobId(1))).rejects.toMatchObject({ code: "STORE_DAMAGED" });
  sql.close();
});

test("a layout from the future is refused and left as it is", async () => {
  const path = join(temporaryFolder(), "jobs.db");
  openDatabase(path, { layout: [...LAYOUT, "CREATE TABLE more (a TEXT) STRICT"] }).close();
  const before = readFileSync(path);
  expect(() => openDatabase(path)).toThrow(
    expect.objectContaining({ code: "STORE_NEWER", details: expect.objectContaining({ got: LAYOUT.length + 1 }) }),
  );
  expect(readFileSync(path)).toEqual(before);
});

test("an older layout is brought to the newest, with what it holds, and a step that fails leaves it as it was", async () => {
  const path = join(temporaryFolder(), "jobs.db");
  await filled(path, 3);
  const bad = [...LAYOUT, "ALTER TABLE jobs ADD COLUMN mood TEXT; INSERT INTO nowhere VALUES (1)"];
  expect(() => openDatabase(path, { layout: bad })).toThrow(expect.objectContaining({ code: "STORE_FAILED" }));
  const good = [...LAYOUT, "ALTER TABLE jobs ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'"];
  const sql = openDatabase(path, { layout: good });
  expect(await createJobStore(sql).history()).toHaveLength(3);
  sql.close();
});

test("a folder that is not there, or a folder in the place of the file, is told of", () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "jobs.db"));
  expect(() => openDatabase(join(folder, "jobs.db"))).toThrow(expect.objectContaining({ code: "STORE_NO_FOLDER" }));
  expect(() => openDatabase(join(folder, "no", "jobs.db"))).toThrow(
    expect.objectContaining({ code: "STORE_NO_FOLDER" }),
  );
});

test("when the disk is full nothing is half written, and what was there can be read and finished", async () => {
  const path = join(temporaryFolder(), "jobs.db");
  await filled(path, 20);
  const sql = openDatabase(path, { mostBytes: 300_000 });
  const store = createJobStore(sql);
  let accepted = 0;
  const fill = async () => {
    for (;;) {
      await store.submit(submission({ extra: { note: "y".repeat(2000) } }));
      accepted += 1;
    }
  };
  await expect(fill()).rejects.toMatchObject({ code: "STORE_DISK_FULL" });
  await expect(fill()).rejects.toMatchObject({ code: "STORE_DISK_FULL" });
  expect(await store.waiting()).toHaveLength(accepted);
  expect(await store.history()).toHaveLength(20);
  const job = await store.claim();
  expect(job && (await store.finish(job.id, job.attempt, DONE))).toBe(true);
  sql.close();
  const again = openDatabase(path);
  expect(await createJobStore(again).counts()).toMatchObject({ waiting: accepted - 1, done: 21 });
  again.close();
});

test("a folder that may not be written to is told of, and what is there stays", async () => {
  const folder = temporaryFolder();
  const path = join(folder, "jobs.db");
  await filled(path, 3);
  copyFileSync(path, join(folder, "copy.db"));
  chmodSync(path, 0o444);
  chmodSync(folder, 0o555);
  try {
    expect(await openAsSomeoneElse(path)).toMatch(/^STORE_READ_ONLY|^STORE_NO_FOLDER/);
    expect(await openAsSomeoneElse(join(folder, "new.db"))).toBe("STORE_NO_FOLDER");
    expect(readFileSync(path)).toEqual(readFileSync(join(folder, "copy.db")));
  } finally {
    chmodSync(folder, 0o755);
  }
});

/** The code of the error that opening gives to a user who is not allowed everything. */
function openAsSomeoneElse(path: string): Promise<string> {
  const isRoot = process.getuid?.() === 0;
  const child = fork(join(import.meta.dirname, "open-once.ts"), [path], {
    execArgv: ["--import", "tsx"],
    ...(isRoot ? { uid: 65534, gid: 65534 } : {}),
  });
  return new Promise((resolve, reject) => {
    child.once("message", (code) => resolve(String(code)));
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`exit ${code}`)));
  });
}

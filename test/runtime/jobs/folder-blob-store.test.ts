import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import { openFolderBlobStore } from "../../../runtime/jobs/folder-blob-store.ts";
import type { BlobHash } from "../../../runtime/jobs/job.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex") as BlobHash;
const ABSENT = sha256("never put");
const HOUR_AGO = new Date(Date.now() - 3_600_000);

test("the same bytes have the same name and are kept once, whole or as they come", async () => {
  const blobs = await openFolderBlobStore(temporaryFolder());
  const whole = await blobs.put(bytes("a red star"));
  const parts = await blobs.put(
    (async function* () {
      yield bytes("a red ");
      yield bytes("star");
    })(),
  );
  expect(whole).toEqual({ hash: sha256("a red star"), bytes: 10 });
  expect(parts).toEqual(whole);
  expect(await blobs.size()).toEqual({ blobs: 1, bytes: 10 });
  expect(await blobs.get(whole.hash)).toEqual(bytes("a red star"));
  expect(await blobs.stat(whole.hash)).toEqual(whole);
});

test("a part of a blob is read by its first and last byte", async () => {
  const blobs = await openFolderBlobStore(temporaryFolder());
  const { hash } = await blobs.put(bytes("0123456789"));
  const stream = await blobs.open(hash, { first: 2, last: 4 });
  expect(stream && (await buffer(stream)).toString()).toBe("234");
});

test("what was never put is not there", async () => {
  const blobs = await openFolderBlobStore(temporaryFolder());
  expect(await blobs.get(ABSENT)).toBeNull();
  expect(await blobs.open(ABSENT)).toBeNull();
  expect(await blobs.stat(ABSENT)).toBeNull();
  expect(await blobs.verify(ABSENT)).toBe(false);
});

test("a file is taken with its bytes and is gone from where it was", async () => {
  const folder = temporaryFolder();
  const blobs = await openFolderBlobStore(join(folder, "blobs"));
  const file = join(folder, "picture.png");
  writeFileSync(file, "pixels");
  expect(await blobs.take(file)).toEqual({ hash: sha256("pixels"), bytes: 6 });
  expect(existsSync(file)).toBe(false);
  expect(await blobs.verify(sha256("pixels"))).toBe(true);
  await expect(blobs.take(file)).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
});

test("data that breaks off, or is too large, leaves nothing behind", async () => {
  const folder = temporaryFolder();
  const blobs = await openFolderBlobStore(folder, { mostBytes: 8 });
  const breaking = (async function* () {
    yield bytes("half");
    throw new Error("the line went dead");
  })();
  await expect(blobs.put(breaking)).rejects.toMatchObject({ code: "FILE_FAILED" });
  await expect(blobs.put(bytes("nine bytes"))).rejects.toMatchObject({ code: "STORE_BLOB_TOO_LARGE" });
  expect(await blobs.size()).toEqual({ blobs: 0, bytes: 0 });
  expect(readdirSync(join(folder, "tmp"))).toEqual([]);
});

test("a blob whose file was changed is told apart", async () => {
  const blobs = await openFolderBlobStore(temporaryFolder());
  const { hash } = await blobs.put(bytes("true"));
  writeFileSync(blobs.path(hash), "fake");
  await expect(blobs.verify(hash)).rejects.toMatchObject({ code: "STORE_BLOB_DAMAGED" });
});

test("collecting deletes what nobody keeps and what was left half written, and spares what is new", async () => {
  const folder = temporaryFolder();
  const blobs = await openFolderBlobStore(folder);
  const [kept, old, again, fresh] = await Promise.all(
    ["kept", "old", "again", "fresh"].map((text) => blobs.put(bytes(text))),
  );
  const half = join(folder, "tmp", randomUUID());
  writeFileSync(half, "half");
  const hashes = [kept, old, again].flatMap((each) => (each ? [blobs.path(each.hash)] : []));
  for (const file of [...hashes, half]) utimesSync(file, HOUR_AGO, HOUR_AGO);
  await blobs.put(bytes("again"));

  const gone = await blobs.collect({ keep: new Set([kept?.hash ?? ""]), before: Date.now() - 60_000 });
  expect(gone).toEqual({ blobs: 2, bytes: 7 });
  const left = await Promise.all([kept, old, again, fresh].map((each) => blobs.verify(each?.hash ?? ABSENT)));
  expect(left).toEqual([true, false, true, true]);
  expect(existsSync(half)).toBe(false);
});

test("many writers of the same and of other bytes do not disturb each other", async () => {
  const blobs = await openFolderBlobStore(temporaryFolder());
  const texts = Array.from({ length: 60 }, (_, i) => `picture ${i % 10}`);
  const put = await Promise.all(texts.map((text) => blobs.put(bytes(text))));
  expect(put.map(({ hash }) => hash)).toEqual(texts.map(sha256));
  expect((await blobs.size()).blobs).toBe(10);
});

test("a folder that cannot be made is told of as such", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "file"), "");
  await expect(openFolderBlobStore(join(folder, "file", "blobs"))).rejects.toMatchObject({
    code: "FILE_NOT_A_FOLDER",
  });
});

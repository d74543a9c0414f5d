import * as nodeFiles from "node:fs/promises";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fromInt32 } from "../../../runtime/files/convert.ts";
import { readBytes, readRange, readText } from "../../../runtime/files/read.ts";
import { readSafetensors, readSafetensorsLayout } from "../../../runtime/files/read-safetensors.ts";
import { encodeSafetensors } from "../../../runtime/files/safetensors.ts";
import { type WriteFiles, writeAtomic } from "../../../runtime/files/write.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "nextscale-"));
});
afterEach(() => rm(folder, { recursive: true }));

const fault = (code: string) => Object.assign(new Error(code), { code });

/** Node's files, but the disk gives `code` after the first byte. */
const failing = (code: string): WriteFiles => ({
  ...nodeFiles,
  open: async (path, flags) => {
    const handle = await nodeFiles.open(path, flags);
    return {
      writeFile: async () => {
        await handle.writeFile("h");
        throw fault(code);
      },
      sync: () => handle.sync(),
      close: () => handle.close(),
    };
  },
});

describe("writeAtomic", () => {
  test("writes bytes and text and replaces what was there", async () => {
    const path = join(folder, "a.txt");
    await writeAtomic(path, "old");
    await writeAtomic(path, "new ü");
    expect(await readText(path)).toBe("new ü");
    await writeAtomic(path, new Uint8Array([1, 2]));
    expect(await readBytes(path)).toEqual(new Uint8Array([1, 2]));
    expect(await readdir(folder)).toEqual(["a.txt"]);
  });

  test.each([
    ["ENOSPC", "FILE_DISK_FULL", "The disk is full: could not write"],
    ["EDQUOT", "FILE_DISK_FULL", "The disk is full"],
    ["EROFS", "FILE_READ_ONLY", "The disk is read-only"],
    ["EACCES", "FILE_NOT_ALLOWED", "may not write"],
    ["ENAMETOOLONG", "FILE_NAME_TOO_LONG", "too long"],
    ["EIO", "FILE_FAILED", "(EIO)"],
  ])("%s becomes %s and leaves the old file and nothing else", async (code, expected, sentence) => {
    const path = join(folder, "a.txt");
    await writeFile(path, "old");
    const result = writeAtomic(path, "new", { files: failing(code) });
    await expect(result).rejects.toMatchObject({ code: expected, message: expect.stringContaining(sentence) });
    expect(await readFile(path, "utf8")).toBe("old");
    expect(await readdir(folder)).toEqual(["a.txt"]);
  });

  test("a missing folder, a file as folder and a folder as file are told apart", async () => {
    await writeFile(join(folder, "file"), "");
    await expect(writeAtomic(join(folder, "no", "a"), "")).rejects.toMatchObject({ code: "FILE_NO_FOLDER" });
    await expect(writeAtomic(join(folder, "file", "a"), "")).rejects.toMatchObject({ code: "FILE_NOT_A_FOLDER" });
    await nodeFiles.mkdir(join(folder, "sub"));
    await expect(writeAtomic(join(folder, "sub"), "")).rejects.toMatchObject({ code: "FILE_IS_FOLDER" });
    expect((await readdir(folder)).sort()).toEqual(["file", "sub"]);
  });
});

describe("reading", () => {
  test("a missing file and a folder are told apart", async () => {
    await expect(readBytes("no/such file")).rejects.toMatchObject({ message: "There is no file at no/such file." });
    await expect(readBytes(folder)).rejects.toMatchObject({ code: "FILE_IS_FOLDER" });
    await expect(readRange(folder, 0, 1)).rejects.toMatchObject({ code: "FILE_IS_FOLDER" });
  });

  test("text drops the byte-order mark and must be UTF-8", async () => {
    const path = join(folder, "t");
    await writeFile(path, "\uFEFFa");
    expect(await readText(path)).toBe("a");
    await writeFile(path, new Uint8Array([0xff]));
    await expect(readText(path)).rejects.toMatchObject({ code: "FILE_NOT_TEXT" });
  });

  test("a range beyond the end is refused", async () => {
    const path = join(folder, "t");
    await writeFile(path, "abcdef");
    expect(await readRange(path, 2, 3)).toEqual({ bytes: new Uint8Array([99, 100, 101]), fileSize: 6 });
    await expect(readRange(path, 4, 3)).rejects.toMatchObject({ code: "FILE_TOO_SHORT" });
  });

  test("the layout of a safetensors file is read without its data", async () => {
    const path = join(folder, "w.safetensors");
    const bytes = encodeSafetensors(new Map([["a", fromInt32(new Int32Array([1, 2]), [2])]]), { format: "pt" });
    await writeAtomic(path, bytes);
    const { dataOffset, tensors, metadata } = await readSafetensorsLayout(path);
    expect(dataOffset).toBe(bytes.length - 8);
    expect(tensors.get("a")).toEqual({ dtype: "I32", shape: [2], begin: 0, end: 8 });
    expect(metadata).toEqual({ format: "pt" });
    expect([...(await readSafetensors(path)).keys()]).toEqual(["a"]);
    await writeAtomic(path, bytes.subarray(0, bytes.length - 1));
    await expect(readSafetensorsLayout(path)).rejects.toMatchObject({ code: "SAFETENSORS_LAYOUT" });
  });
});

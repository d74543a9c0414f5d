import { existsSync } from "node:fs";
import { readdir, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import {
  addPack,
  createPack,
  findPacks,
  loadChecked,
  readManifest,
  readPackageFile,
  removePack,
} from "../../../runtime/packs/index.ts";
import { codeOf, packFolder } from "./pack-folder.ts";

const { path, write } = packFolder();
const nothing = new Map<string, string>();

const firstLoad = async (folder: string) => {
  const file = await readPackageFile(folder);
  await loadChecked(file, await readManifest(file));
};
const add = (source: string, options: { taken?: ReadonlyMap<string, string>; signal?: AbortSignal } = {}) =>
  addPack(source, { folder: path("packs"), program: path("program"), taken: nothing, firstLoad, ...options });
const installed = async () =>
  (await findPacks(path("packs"), nothing)).map((pack) =>
    pack.state === "ready" ? `${pack.name}@${pack.file.version}` : pack.name,
  );
const leftovers = async () =>
  (await readdir(path("packs"))).filter((name) => name.startsWith(".") || name.endsWith(".old"));

test("a folder is installed as a copy, pinned to its contents, and removed again", async () => {
  const { file, integrity } = await add(await write("a", { name: "@you/doubling" }));
  expect(integrity).toMatch(/^sha512-/);
  expect(file.folder).toBe(path("packs", "you__doubling", "node_modules", "@you/doubling"));
  expect(await installed()).toEqual(["@you/doubling@1.0.0"]);
  expect(await leftovers()).toEqual([]);
  await removePack("@you/doubling", path("packs"));
  expect(await installed()).toEqual([]);
  expect(existsSync(path("packs", "you__doubling"))).toBe(false);
});

test("another version takes the place of the one before", async () => {
  await add(await write("a"));
  await add(await write("b", { version: "1.1.0" }));
  expect(await installed()).toEqual(["doubling@1.1.0"]);
});

test("the same version with other contents is refused", async () => {
  await add(await write("a"));
  const other = await write("b", { code: `${codeOf()}// more` });
  await expect(add(other)).rejects.toMatchObject({ code: "PACKS_OTHER_CONTENTS" });
});

test("a pack whose first load fails is not installed, and the one before stays", async () => {
  await add(await write("a"));
  const broken = await write("b", { version: "2.0.0", code: `throw new Error("no");` });
  await expect(add(broken)).rejects.toMatchObject({ code: "PACKS_FIRST_LOAD", message: expect.stringContaining("no") });
  expect(await installed()).toEqual(["doubling@1.0.0"]);
  expect(await leftovers()).toEqual([]);
});

test("no install script of a pack runs", async () => {
  const folder = await write("a");
  const { default: json } = await import(path("a", "package.json"), { with: { type: "json" } });
  const scripts = Object.fromEntries(
    ["preinstall", "install", "postinstall", "prepare", "prepack"].map((name) => [name, "touch ran"]),
  );
  await writeFile(path("a", "package.json"), JSON.stringify({ ...json, scripts }));
  const { file } = await add(folder);
  expect(existsSync(path("a", "ran"))).toBe(false);
  expect(existsSync(`${file.folder}/ran`)).toBe(false);
});

test.each([
  ["the built-in nodes'", new Map([["doubling", "nextscale"]]), "PACKS_NAMESPACE_TAKEN"],
  ["nobody's", nothing, null],
])("a namespace that is %s: %#", async (_, taken, code) => {
  const added = add(await write("a"), { taken });
  await (code === null ? added : expect(added).rejects.toMatchObject({ code }));
  expect(await installed().catch(() => [])).toHaveLength(code === null ? 1 : 0);
});

test("a namespace that another installed pack has is refused", async () => {
  await add(await write("a", { name: "first" }));
  await expect(add(await write("b", { name: "second" }))).rejects.toMatchObject({ code: "PACKS_NAMESPACE_TAKEN" });
});

test("what is denied is not installed", async () => {
  await add(await write("a", { name: "first", namespace: "first" }));
  const list = path("packs", "packs.json");
  const { default: json } = await import(list, { with: { type: "json" } });
  await writeFile(list, JSON.stringify({ ...json, deny: ["doubling"] }));
  await expect(add(await write("b"))).rejects.toMatchObject({ code: "PACKS_DENIED" });
});

test.each([
  ["./not-there", "PACKS_NPM"],
  ["not-there.tgz", "PACKS_NPM"],
])("%s is no pack", async (source, code) => {
  await expect(add(source)).rejects.toMatchObject({ code });
  expect(await leftovers()).toEqual([]);
});

test("a package that is no pack is refused by name", async () => {
  await write("a");
  await writeFile(path("a", "package.json"), '{ "name": "plain", "version": "1.0.0" }');
  await expect(add(path("a"))).rejects.toMatchObject({ code: "PACKS_NOT_A_PACK" });
});

test("a stopped installation leaves nothing", async () => {
  await expect(add(await write("a"), { signal: AbortSignal.abort() })).rejects.toThrow();
  expect(await installed()).toEqual([]);
  expect(await leftovers()).toEqual([]);
});

test("what is not installed cannot be removed", async () => {
  await expect(removePack("doubling", path("packs"))).rejects.toMatchObject({ code: "PACKS_NOT_INSTALLED" });
});

test.each([["Upper"], ["a b"], ["@you"], ["../x"], ["123"]])("a pack cannot be called %s", async (name) => {
  await expect(createPack(name, path("new"), "1.0.0")).rejects.toMatchObject({ code: "PACKS_BAD_PACKAGE_NAME" });
});

test("a new pack is never written over what is there", async () => {
  await write("a");
  await expect(createPack("@you/nextscale-blur", path("a"), "1.0.0")).rejects.toMatchObject({
    code: "PACKS_FOLDER_NOT_EMPTY",
  });
});

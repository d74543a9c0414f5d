import { writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { createPackRegistry, findPacks, linkPack, manifestOf } from "../../../runtime/packs/index.ts";
import { createRegistry, execute, nodeId, promptOf, workflowOf } from "../../../runtime/workflow/index.ts";
import { codeOf, type PackText, packFolder, twicePack } from "./pack-folder.ts";

const { path, write } = packFolder();
const nothing = new Map<string, string>();
const own = createRegistry([]);
const graph = workflowOf({ 1: { class_type: "doubling/twice", inputs: { x: 21 } } });
const throwing = `throw new Error("this code must not run");`;

const registryOf = () => createPackRegistry(own, path("packs"), path("program"));
const doubled = async () => {
  const { registry } = await registryOf();
  const { outputs } = await execute(promptOf(graph, registry), { registry, targets: [nodeId("1")] });
  return outputs.get(nodeId("1"));
};

test("a folder without packs has none", async () => {
  expect(await findPacks(path("packs"), nothing)).toEqual([]);
  expect((await registryOf()).registry.size).toBe(0);
});

test("packs are found, listed and checked without running their code", async () => {
  await linkPack(await write("a", { code: throwing }), path("packs"));
  const [found] = await findPacks(path("packs"), nothing);
  expect(found).toMatchObject({ state: "ready", name: "doubling", linked: true });
  const { registry, broken } = await registryOf();
  expect(broken).toEqual([]);
  expect([...registry.keys()]).toEqual(["doubling/twice"]);
  expect(registry.packs.get("doubling")).toEqual({ name: "doubling", version: "1.0.0" });
});

test("a port of a manifest reads and refuses as that of the code", async () => {
  await linkPack(await write("a"), path("packs"));
  const { registry } = await registryOf();
  const [listed, coded] = [registry.get("doubling/twice")?.inputs.x, twicePack().nodes[0]?.inputs.x];
  for (const value of ["3", 3, 101, "x", null]) expect(listed?.read(value)).toEqual(coded?.read(value));
});

test("the code is loaded when a node runs", async () => {
  await linkPack(await write("a"), path("packs"));
  expect(await doubled()).toEqual({ x: 42 });
});

test("code that fails to load fails the node, with a sentence", async () => {
  await linkPack(await write("a", { code: throwing }), path("packs"));
  await expect(doubled()).rejects.toThrow("this code must not run");
});

test("code that is not what its manifest says does not run", async () => {
  const code = codeOf().replace('"max":100', '"max":50');
  await linkPack(await write("a", { code }), path("packs"));
  await expect(doubled()).rejects.toThrow("about: doubling/twice");
});

test("a pack that changes old files by code is loaded before they are read", async () => {
  const [node] = twicePack().nodes;
  const migrating = { ...node, version: 2 };
  const record = (byCode: object) => ({
    nodes: [{ ...migrating, migrations: [{ from: 1, ...byCode }], answers: [] }],
    replacements: [],
  });
  const code = `const node = ${JSON.stringify(migrating)};
const migrations = [{ from: 1, inputs: ({ y }) => ({ x: y }) }];
export const pack = { namespace: "doubling", nodes: [{ ...node, migrations, run: ({ x }) => ({ x: 2 * x }) }], replacements: [] };`;
  await linkPack(await write("a", { code, manifest: JSON.stringify(record({ byCode: true })) }), path("packs"));
  const { registry } = await registryOf();
  const old = workflowOf({
    nodes: [{ id: 1, type: "doubling/twice", properties: { version: 1 }, widgets_values_named: { y: 5 } }],
    links: [],
    version: 0.4,
  });
  expect(promptOf(old, registry).get(nodeId("1"))?.inputs).toMatchObject({ x: { value: 5 } });
});

test.each<[PackText, string]>([
  [{ manifest: "{" }, "PACKS_BAD_MANIFEST"],
  [{ manifest: '{"nodes": [{}], "replacements": []}' }, "PACKS_BAD_MANIFEST"],
  [{ manifest: JSON.stringify({ nodes: [], replacements: "x" }) }, "PACKS_BAD_MANIFEST"],
  [{ manifest: JSON.stringify(manifestOf(twicePack("other"))) }, "PACKS_FOREIGN_NODE"],
  [{ api: 2 }, "PACKS_WRONG_API"],
  [{ namespace: "Not This", code: codeOf(), manifest: "" }, "PACKS_NOT_A_PACK"],
  [{ nodes: "../outside.js" }, "PACKS_NOT_A_PACK"],
  [{ nodes: "/etc/passwd" }, "PACKS_NOT_A_PACK"],
])("a broken pack (%j) is one row and hides no other", async (text, code) => {
  await linkPack(await write("good", { name: "good", namespace: "good" }), path("packs"));
  await linkPack(await write("z"), path("packs"));
  await write("z", text);
  const { registry, broken } = await registryOf();
  expect(broken.map(({ pack, error }) => [pack, error.code])).toEqual([["doubling", code]]);
  expect(registry.has("good/twice")).toBe(true);
});

test("a pack that is gone is a row that says so", async () => {
  await linkPack(await write("a"), path("packs"));
  await writeFile(path("packs", "packs.json"), JSON.stringify({ packs: { doubling: { link: path("gone") } } }));
  expect((await registryOf()).broken).toMatchObject([{ pack: "doubling", error: { code: "PACKS_NOT_A_PACK" } }]);
});

test("a namespace belongs to one pack, and never to another's than the built-in nodes'", async () => {
  await linkPack(await write("a", { name: "first" }), path("packs"));
  await linkPack(await write("b", { name: "second" }), path("packs"));
  const rows = await findPacks(path("packs"), nothing);
  expect(rows.map(({ name, state }) => [name, state])).toEqual([
    ["first", "ready"],
    ["second", "broken"],
  ]);
  const taken = await findPacks(path("packs"), new Map([["doubling", "nextscale"]]));
  expect(taken.map((row) => row.state === "broken" && row.error.code)).toEqual(Array(2).fill("PACKS_NAMESPACE_TAKEN"));
});

test("allow and deny lists decide who may bring nodes", async () => {
  await linkPack(await write("a", { name: "@you/a" }), path("packs"));
  const listed = JSON.stringify({ link: path("a") });
  const rows = async (lists: object) => {
    const packs = { "@you/a": JSON.parse(listed) };
    await writeFile(path("packs", "packs.json"), JSON.stringify({ ...lists, packs }));
    return (await findPacks(path("packs"), nothing)).map(({ state }) => state);
  };
  expect(await rows({ allow: ["@you/*"] })).toEqual(["ready"]);
  expect(await rows({ allow: ["@me/*"] })).toEqual(["broken"]);
  expect(await rows({ deny: ["*/a"] })).toEqual(["broken"]);
  expect(await rows({ allow: ["@you/*"], deny: ["@you/a"] })).toEqual(["broken"]);
});

test("a damaged list of packs is refused as a whole, with its place", async () => {
  await linkPack(await write("a"), path("packs"));
  await writeFile(path("packs", "packs.json"), '{ "packs": { "a": { "folder": "../.." } } }');
  await expect(registryOf()).rejects.toMatchObject({ code: "PACKS_LIST_DAMAGED" });
});

test("a link ends, and an installed pack of that name is back", async () => {
  const unlink = await linkPack(await write("a"), path("packs"));
  expect(await findPacks(path("packs"), nothing)).toHaveLength(1);
  await unlink();
  expect(await findPacks(path("packs"), nothing)).toEqual([]);
});

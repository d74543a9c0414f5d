import fc from "fast-check";
import { expect, test } from "vitest";
import { applyGestures, type Shape } from "../../editor/canvas/gestures.ts";
import {
  emptyDocument,
  groupsOf,
  nodeOf,
  nodesOf,
  positionOf,
  type WorkflowDocument,
} from "../../editor/core/document.ts";
import { copyNodes, pasteNodes, readFragment } from "../../editor/core/edits/fragment.ts";
import { addGroup } from "../../editor/core/edits/groups.ts";
import { connect, dropLinks, refusalOf } from "../../editor/core/edits/links.ts";
import {
  addNode,
  freePlace,
  patchNode,
  removeNodes,
  setValue,
  toggleCollapsed,
  toggleMode,
} from "../../editor/core/edits/nodes.ts";
import { type History, record, redo, startHistory, undo } from "../../editor/core/history.ts";
import { alignNodes, arrangeNodes, distributeNodes } from "../../editor/core/layout.ts";
import { linksOf } from "../../editor/core/links.ts";
import { valuesOf } from "../../editor/core/values.ts";
import { builtinNodes } from "../../nodes/registry.ts";
import { checkWorkflow, formatWorkflow, parseWorkflow, promptOf } from "../../runtime/workflow/index.ts";
import { readInPlainLitegraph } from "./plain-litegraph.ts";
import { sampleDocument, sampleNames, sampleText, sampleTypes } from "./samples.ts";

const types = sampleTypes();
const simple = sampleDocument("text-to-image-simple");

function shapeOf(document: WorkflowDocument): Shape {
  const nodes = nodesOf(document).map((node) => {
    const [x = 0, y = 0] = node.pos as number[];
    const [width = 0, height = 0] = node.size as number[];
    const type = types.get(node.type);
    const values = type === undefined ? null : valuesOf(node, type);
    return [
      String(node.id),
      { id: node.id, position: [x, y], size: [width, height], isCollapsed: false, values },
    ] as const;
  });
  const links = linksOf(document).map(({ id, from, slot, to, toSlot }) => {
    const input = nodeOf(document, to)?.inputs?.[toSlot]?.name ?? "";
    return [String(id), { from, slot, to, input }] as const;
  });
  return { nodes: new Map(nodes), links: new Map(links), groups: groupsOf(document).map(({ bounding }) => bounding) };
}

test.each(sampleNames)("a canvas on which nothing was done leaves %s as it was, byte for byte", (name) => {
  const document = sampleDocument(name);
  const shape = shapeOf(document);
  const next = applyGestures(document, shape, shapeOf(document), types);
  expect(formatWorkflow(applyGestures(document, shape, { ...shape }, types))).toBe(sampleText(name));
  expect(linksOf(next)).toEqual(linksOf(document));
});

test("moving a node changes its line and no other", () => {
  const before = shapeOf(simple);
  const [id, node] = [...before.nodes][1] ?? [];
  if (id === undefined || node === undefined) throw new Error("no node");
  const nodes = new Map(before.nodes).set(id, { ...node, position: [500.4, 99.6] });
  const lines = formatWorkflow(applyGestures(simple, before, { ...before, nodes }, types)).split("\n");
  const changed = lines.filter((line, i) => line !== sampleText("text-to-image-simple").split("\n")[i]);
  expect(changed).toHaveLength(1);
  expect(changed[0]).toContain('"pos":[500,100]');
});

test("a link drawn on the canvas ends at the input of its name, and becomes a slot of the file", () => {
  const before = shapeOf(simple);
  const added = addNode(simple, typeOf("nextscale/wildcard"), [0, 500]);
  const shape = shapeOf(added.document);
  const link = { from: added.id, slot: 0, to: 2, input: "prompt" };
  const next = applyGestures(added.document, shape, { ...shape, links: new Map(shape.links).set("99", link) }, types);
  expect(nodeOf(next, 2)?.inputs?.at(-1)).toEqual({
    name: "prompt",
    type: "STRING",
    link: 3,
    widget: { name: "prompt" },
  });
  expect(linksOf(next).at(-1)).toEqual({ id: 3, from: 4, slot: 0, to: 2, toSlot: 1, type: "STRING" });
  expect(before.links.size).toBe(2);
});

test("a node that was added, set and linked runs as the file says", async () => {
  let document = addNode(emptyDocument, typeOf("nextscale/load-model"), [0, 0]).document;
  document = addNode(document, typeOf("nextscale/generate-image"), [300, 0]).document;
  document = addNode(document, typeOf("nextscale/save-image"), [600, 0]).document;
  document = setValue(document, 2, typeOf("nextscale/generate-image"), "prompt", "a red star");
  document = connect(document, { from: 1, slot: 0, to: 2, input: "model" }, types);
  document = connect(document, { from: 2, slot: 0, to: 3, input: "image" }, types);
  const registry = builtinNodes();
  const prompt = promptOf(parseWorkflow(formatWorkflow(document)), registry);
  const { issues, outputs } = await checkWorkflow(prompt, registry);
  expect(issues).toEqual([]);
  expect(outputs).toEqual(["3"]);
  expect([...prompt.values()][1]?.inputs.prompt).toEqual({ kind: "value", value: "a red star" });
});

test("an input holds one link: the one before goes from both of its ends", () => {
  const other = addNode(simple, typeOf("nextscale/load-model"), [0, 0]);
  const next = connect(other.document, { from: other.id, slot: 0, to: 2, input: "model" }, types);
  expect(nodeOf(next, 1)?.outputs?.[0]?.links).toEqual([]);
  expect(linksOf(next).map(({ from, to }) => [from, to])).toEqual([
    [2, 3],
    [4, 2],
  ]);
});

test("a link is refused with its reason: type, circle, the node itself", () => {
  expect(refusalOf(simple, { from: 1, slot: 0, to: 3, input: "image" }, types)).toEqual({
    code: "type",
    from: "MODEL",
    to: "IMAGE",
  });
  expect(refusalOf(simple, { from: 2, slot: 2, to: 2, input: "prompt" }, types)).toEqual({ code: "same-node" });
  expect(refusalOf(simple, { from: 2, slot: 2, to: 1, input: "checkpoint" }, types)).toEqual({ code: "loop" });
  expect(refusalOf(simple, { from: 2, slot: 0, to: 3, input: "image" }, types)).toBeNull();
});

test("what is copied is pasted under new ids with the links inside of it, and reads as a workflow", () => {
  const fragment = readFragment(formatWorkflow(copyNodes(simple, new Set(["2", "3"]))));
  if (fragment === null) throw new Error("no fragment");
  const { document, ids } = pasteNodes(simple, fragment, [0, 0]);
  expect([...ids]).toEqual(["4", "5"]);
  expect(linksOf(document).at(-1)).toMatchObject({ id: 3, from: 4, to: 5 });
  expect(nodeOf(document, 4)?.inputs?.[0]?.link).toBeNull();
  expect(readFragment("a cat on a white background")).toBeNull();
  expect(readFragment('{"nodes": 3}')).toBeNull();
});

test("groups come along when all that lies in them is copied", () => {
  const nodes = nodesOf(simple).filter(({ id }) => id !== 1);
  const grouped = addGroup(addGroup(simple, nodes, "both"), nodesOf(simple), "all");
  const fragment = copyNodes(grouped, new Set(["2", "3"]));
  const before = groupsOf(grouped)[0];
  const pasted = pasteNodes(grouped, fragment, [5_000, 0]).document;
  expect(groupsOf(pasted).map(({ id, title }) => [id, title])).toEqual([
    [1, "both"],
    [2, "all"],
    [3, "both"],
  ]);
  const [across, down] = [0, 1].map((axis) => {
    const at = (document: WorkflowDocument, id: number) =>
      positionOf(nodeOf(document, id) ?? { id, type: "" })[axis] ?? 0;
    return at(pasted, 4) - at(grouped, 2);
  });
  const [x = 0, y = 0, ...size] = before?.bounding ?? [];
  expect(groupsOf(pasted)[2]?.bounding).toEqual([x + (across ?? 0), y + (down ?? 0), ...size]);
});

test("a subgraph that is copied takes its definition along, with those inside of it", () => {
  const inner = { id: "inner", name: "Inner", nodes: [], links: [] };
  const outer = { id: "outer", name: "Outer", nodes: [{ id: 1, type: "inner" }], links: [] };
  const other = { id: "other", name: "Other", nodes: [], links: [] };
  const { document, id } = addNode(simple, { ...typeOf("nextscale/note"), type: "outer" }, [0, 0]);
  const whole = { ...document, definitions: { subgraphs: [inner, other, outer] } };
  const fragment = readFragment(formatWorkflow(copyNodes(whole, new Set([String(id)]))));
  if (fragment === null) throw new Error("no fragment");
  const pasted = pasteNodes(simple, fragment, [0, 0]).document;
  expect(pasted.definitions).toEqual({ subgraphs: [inner, outer] });
  expect(pasteNodes(pasted, fragment, [0, 0]).document.definitions).toBe(pasted.definitions);
});

test("a mode is switched on for all, and off when all have it", () => {
  const both = new Set(["1", "2"]);
  const one = toggleMode(simple, new Set(["1"]), 2);
  expect(nodesOf(toggleMode(one, both, 2)).map(({ mode }) => mode)).toEqual([2, 2, 0]);
  expect(nodesOf(toggleMode(toggleMode(one, both, 2), both, 2)).map(({ mode }) => mode)).toEqual([0, 0, 0]);
});

test("a new node covers no other", () => {
  const type = typeOf("nextscale/save-image");
  let document = simple;
  for (let i = 0; i < 6; i++) document = addNode(document, type, freePlace(document, type, [400, 150])).document;
  const boxes = nodesOf(document).map((node) => [...(node.pos as number[]), ...(node.size as number[])]);
  const overlaps = boxes.flatMap(([x = 0, y = 0, w = 0, h = 0], i) =>
    boxes.slice(i + 1).filter(([u = 0, v = 0, p = 0, q = 0]) => x < u + p && u < x + w && y < v + q && v < y + h),
  );
  expect(overlaps).toEqual([]);
});

test("arranging puts each node right of what it reads from", () => {
  const document = arrangeNodes(sampleDocument("text-to-image"));
  for (const { from, to } of linksOf(document)) {
    const [left, right] = [nodeOf(document, from)?.pos as number[], nodeOf(document, to)?.pos as number[]];
    expect(left[0]).toBeLessThan(right[0] ?? 0);
  }
});

/** Every edit there is, on a part of the graph that `n` chooses. */
const edits: readonly ((document: WorkflowDocument, n: number) => WorkflowDocument)[] = [
  (document, n) => addNode(document, [...types.values()][n % types.size] ?? typeOf("nextscale/note"), [n, n]).document,
  (document, n) => removeNodes(document, pick(document, n)),
  (document, n) => patchNode(document, nodesOf(document)[n % 5]?.id ?? 0, { title: `t${n}`, pos: [n, -n] }),
  (document, n) => toggleMode(document, pick(document, n), n % 2 === 0 ? 2 : 4),
  (document, n) => toggleCollapsed(document, pick(document, n)),
  (document, n) => dropLinks(document, new Set([String(linksOf(document)[n % 7]?.id)])),
  (document, n) => alignNodes(document, pick(document, n), "left"),
  (document) => arrangeNodes(document),
  (document, n) => addGroup(document, nodesOf(document).slice(0, 1 + (n % 3)), "Group"),
  (document, n) => pasteNodes(document, copyNodes(document, pick(document, n)), [n, n]).document,
  (document, n) => {
    const all = nodesOf(document);
    const [from, to] = [all[n % all.length], all[(n * 7 + 1) % all.length]];
    const input = types.get(to?.type ?? "")?.inputs[n % 3]?.name ?? "";
    const ends = { from: from?.id ?? 0, slot: 0, to: to?.id ?? 0, input };
    return all.length === 0 || refusalOf(document, ends, types) !== null ? document : connect(document, ends, types);
  },
];

test("30 random edits undone give the file again, done again give the same end; every state reads as a workflow", () => {
  const steps = fc.array(fc.record({ edit: fc.nat(edits.length - 1), n: fc.nat(1000) }), {
    minLength: 30,
    maxLength: 30,
  });
  fc.assert(
    fc.property(fc.constantFrom(...sampleNames), steps, (name, all) => {
      let history: History<WorkflowDocument> = startHistory(sampleDocument(name));
      for (const { edit, n } of all) {
        const next = edits[edit]?.(history.present, n) ?? history.present;
        history = record(history, next, { label: String(edit), at: 0 });
        expect(isConsistent(next)).toBe(true);
      }
      const end = formatWorkflow(history.present);
      parseWorkflow(end);
      while (history.past.length > 0) history = undo(history);
      expect(formatWorkflow(history.present)).toBe(sampleText(name));
      while (history.future.length > 0) history = redo(history);
      expect(formatWorkflow(history.present)).toBe(end);
    }),
    { numRuns: 40 },
  );
});

test("edits of one widget within a moment are one step", () => {
  const first = record(startHistory(0), 1, { label: "seed", at: 0, merge: true });
  const second = record(first, 2, { label: "seed", at: 300, merge: true });
  expect(record(second, 3, { label: "seed", at: 5_000, merge: true }).past).toHaveLength(2);
  expect(undo(second).present).toBe(0);
  expect(record(second, 3, { label: "seed", at: 300, place: ["4"], merge: true }).past).toHaveLength(2);
});

/** Links stand in their list, at their output and at their input, or nowhere. */
function isConsistent(document: WorkflowDocument): boolean {
  const all = linksOf(document);
  const told = nodesOf(document).flatMap(({ inputs }) => inputs?.flatMap(({ link }) => link ?? []) ?? []);
  const given = nodesOf(document).flatMap(({ outputs }) => outputs?.flatMap(({ links }) => links ?? []) ?? []);
  const ids = all.map(({ id }) => String(id)).toSorted();
  const same = (others: readonly unknown[]) => others.map(String).toSorted().join() === ids.join();
  return (
    same(told) && same(given) && all.every(({ id, to, toSlot }) => nodeOf(document, to)?.inputs?.[toSlot]?.link === id)
  );
}

function pick(document: WorkflowDocument, n: number): ReadonlySet<string> {
  return new Set(nodesOf(document).flatMap(({ id }, i) => (i % 3 === n % 3 ? [String(id)] : [])));
}

function typeOf(type: string) {
  const found = types.get(type);
  if (found === undefined) throw new Error(`no ${type}`);
  return found;
}

test.each(sampleNames)("%s, edited and saved here, opens in litegraph as it comes: nodes, links and values", (name) => {
  const added = addNode(sampleDocument(name), typeOf("nextscale/wildcard"), [40, 900]);
  const saved = setValue(added.document, added.id, typeOf("nextscale/wildcard"), "text", "a {red|blue} star");
  const plain = readInPlainLitegraph(formatWorkflow(saved), types);
  expect(plain).toEqual(
    nodesOf(saved).map((node) => ({
      id: node.id,
      at: node.pos,
      sources: (node.inputs ?? []).flatMap((slot) => {
        const link = linksOf(saved).find(({ id }) => id === slot.link);
        return link === undefined ? [] : [[slot.name, link.from, link.slot]];
      }),
      values: node.widgets_values,
    })),
  );
});

test("nodes are distributed at equal distances between the outermost, which stay", () => {
  const at = [0, 900, 400];
  const document = at.reduce((next, x) => addNode(next, typeOf("nextscale/wildcard"), [x, 50]).document, emptyDocument);
  const all = new Set(["1", "2", "3"]);
  const spread = distributeNodes(document, all, "across");
  expect(nodesOf(spread).map(({ pos }) => pos)).toEqual([
    [0, 50],
    [900, 50],
    [450, 50],
  ]);
  expect(distributeNodes(document, new Set(["1", "2"]), "across")).toBe(document);
});

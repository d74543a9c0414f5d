import fc from "fast-check";
import { expect, test } from "vitest";
import { definitionsOf, holdsItself, renameNode } from "../../../editor/core/definitions.ts";
import {
  type DocNode,
  groupsOf,
  nodeOf,
  nodesOf,
  positionOf,
  type WorkflowDocument,
} from "../../../editor/core/document.ts";
import { connectThrough } from "../../../editor/core/edits/connect-through.ts";
import { copyNodes, pasteNodes } from "../../../editor/core/edits/fragment.ts";
import { addGroup, groupsAround } from "../../../editor/core/edits/groups.ts";
import { connect, dropLinks, refusalOf } from "../../../editor/core/edits/links.ts";
import { addNode, patchNode, removeNodes, setValue, toggleMode } from "../../../editor/core/edits/nodes.ts";
import { addReroute, removeReroutes } from "../../../editor/core/edits/reroutes.ts";
import { linksOf } from "../../../editor/core/links.ts";
import { lastReroutes, reroutesOf, wayOf } from "../../../editor/core/reroutes.ts";
import { addInstance } from "../../../editor/core/subgraph/add-instance.ts";
import { isBorder, portsOf } from "../../../editor/core/subgraph/border.ts";
import { makeSubgraph } from "../../../editor/core/subgraph/make.ts";
import { changeGraph, graphAt, openPath } from "../../../editor/core/subgraph/path.ts";
import { addPort, movePort, removePort, renamePort } from "../../../editor/core/subgraph/ports.ts";
import { isPromoted, togglePromoted } from "../../../editor/core/subgraph/promote.ts";
import { definitionTypes, nodeTypeOf } from "../../../editor/core/subgraph/type-of.ts";
import { unpackInstance } from "../../../editor/core/subgraph/unpack.ts";
import { valuesOf } from "../../../editor/core/values.ts";
import { formatWorkflow, parseWorkflow } from "../../../runtime/workflow/index.ts";
import { sampleDocument, sampleNames } from "../samples.ts";
import { counting, faultsOf, packed, runsOf, simple, types } from "./samples.ts";

const inside = (file: WorkflowDocument, change: (graph: WorkflowDocument) => WorkflowDocument) =>
  changeGraph(file, ["4"], change, counting("new"));
const definition = (file: WorkflowDocument) => definitionsOf(file)[0] ?? {};
const names = (file: WorkflowDocument, side: "inputs" | "outputs") =>
  portsOf(definition(file), side).map(({ name }) => name);
const slots = (file: WorkflowDocument) => {
  const { inputs, outputs } = nodeOf(file, 4) ?? {};
  return [inputs?.map(({ name }) => name), outputs?.map(({ name }) => name)];
};
const consistent = (file: WorkflowDocument) =>
  expect(
    [faultsOf(file), ...definitionsOf(file).map((each) => faultsOf(graphAtDefinition(file, each.id)))].flat(),
  ).toEqual([]);

/** The inside of a definition by way of an instance that is put there for it. */
function graphAtDefinition(file: WorkflowDocument, type: unknown): WorkflowDocument {
  return graphAt({ ...file, nodes: [{ id: "x", type }] }, ["x"]);
}

test.each(sampleNames)(
  "a subgraph of every second node of %s runs the same, and so does what it is unpacked to",
  (name) => {
    const file = sampleDocument(name);
    const chosen = new Set(nodesOf(file).flatMap(({ id }, i) => (i % 2 === 0 ? [String(id)] : [])));
    const made = makeSubgraph(file, chosen, "Half", counting());
    consistent(made.document);
    expect(runsOf(made.document)).toEqual(runsOf(file));
    const unpacked = changeGraph(
      made.document,
      [],
      (now) => unpackInstance(now, made.id ?? 0, types).document,
      counting(),
    );
    consistent(unpacked);
    expect(unpacked.definitions).toBeUndefined();
    expect(runsOf(unpacked)).toEqual(runsOf(file));
  },
);

test("a subgraph has one input for what links lead in from, and one output for what they lead out of", () => {
  const file = packed();
  expect(names(file, "inputs")).toEqual(["model"]);
  expect(names(file, "outputs")).toEqual(["image"]);
  expect(linksOf(file).map(({ from, to }) => [from, to])).toEqual([
    [1, 4],
    [4, 3],
  ]);
  expect(linksOf(definition(file)).map(({ from, to }) => [from, to])).toEqual([
    [-10, 2],
    [2, -20],
  ]);
});

test("subgraphs are made inside of subgraphs", () => {
  const file = packed();
  const nested = inside(
    file,
    (graph) => makeSubgraph(graph, new Set(["2", "-10"]), "Deeper", counting("deep")).document,
  );
  consistent(nested);
  const id = String(nodesOf(definition(nested)).at(-1)?.id);
  expect(openPath(nested, ["4", id])).toEqual(["4", id]);
  expect(runsOf(nested)).toEqual(runsOf(simple));
  const flat = inside(nested, (graph) => unpackInstance(graph, id, types).document);
  consistent(flat);
  expect(definitionsOf(flat)).toHaveLength(1);
  expect(runsOf(flat)).toEqual(runsOf(simple));
});

test("looking into a subgraph changes no byte; an edit in it changes its lines and no others", () => {
  const file = packed();
  const text = formatWorkflow(file);
  const read = parseWorkflow(text).document;
  expect(changeGraph(read, ["4"], (graph) => ({ ...graph }), counting())).not.toBe(read);
  expect(formatWorkflow(changeGraph(read, ["4"], (graph) => ({ ...graph }), counting()))).toBe(text);
  const moved = inside(read, (graph) => patchNode(graph, 2, { pos: [7, 8] }));
  const changed = formatWorkflow(moved)
    .split("\n")
    .filter((line, i) => line !== text.split("\n")[i]);
  expect(changed).toHaveLength(1);
  expect(changed[0]).toContain('"pos":[7,8]');
});

test("the ends of a subgraph can be moved, and neither removed nor muted nor copied", () => {
  const file = packed();
  const ends = new Set(["-10", "-20"]);
  expect(inside(file, (graph) => removeNodes(graph, ends))).toBe(file);
  expect(inside(file, (graph) => toggleMode(graph, ends, 2))).toBe(file);
  expect(nodesOf(copyNodes(graphAt(file, ["4"]), ends))).toEqual([]);
  const moved = inside(file, (graph) => patchNode(graph, -10, { pos: [1, 2] }));
  expect(definition(moved).inputNode).toMatchObject({
    id: -10,
    bounding: [1, 2, expect.any(Number), expect.any(Number)],
  });
});

test("a link from the plus of the inputs makes a port, on the definition and on every instance", () => {
  const twice = pasteNodes(packed(), copyNodes(packed(), new Set(["4"])), [0, 900]).document;
  const linked = inside(twice, (graph) => {
    expect(refusalOf(graph, { from: -10, slot: 1, to: 2, input: "prompt" }, types)).toBeNull();
    return connect(graph, { from: -10, slot: 1, to: 2, input: "prompt" }, types);
  });
  consistent(linked);
  expect(names(linked, "inputs")).toEqual(["model", "prompt"]);
  for (const id of [4, 5])
    expect(nodeOf(linked, id)?.inputs?.[1]).toEqual({
      name: "prompt",
      type: "STRING",
      link: null,
      widget: { name: "prompt" },
    });
  const instance = nodeOf(linked, 4);
  const type = instance === undefined ? undefined : nodeTypeOf(instance, linked, types);
  if (instance === undefined || type === undefined) throw new Error("no instance");
  expect(type.inputs[1]).toMatchObject({ name: "prompt", widget: { kind: "text", multiline: true } });
  const set = setValue(linked, 4, type, "prompt", "a blue ring");
  expect(runsOf(set).filter((run) => run.includes('prompt="a blue ring"'))).toHaveLength(1);
});

test("a port that is renamed is renamed everywhere, with the value that an instance gives it", () => {
  const linked = inside(packed(), (graph) => connect(graph, { from: -10, slot: 1, to: 2, input: "prompt" }, types));
  const type = nodeTypeOf(nodeOf(linked, 4) ?? { id: 4, type: "" }, linked, types);
  if (type === undefined) throw new Error("no type");
  const set = setValue(linked, 4, type, "prompt", "a blue ring");
  const renamed = inside(set, (graph) => renamePort(graph, "inputs", 1, "words"));
  consistent(renamed);
  expect(names(renamed, "inputs")).toEqual(["model", "words"]);
  expect(slots(renamed)).toEqual([["model", "words"], ["image"]]);
  expect(nodeOf(renamed, 4)?.widgets_values_named).toEqual({ words: "a blue ring" });
  expect(runsOf(renamed)).toEqual(runsOf(set));
  expect(inside(renamed, (graph) => renamePort(graph, "inputs", 1, "model"))).toBe(renamed);
});

test("a port that is removed takes its links with it inside and outside; those of the others follow them", () => {
  const two = inside(packed(), (graph) => connect(graph, { from: 2, slot: 1, to: -20, input: "+" }, types));
  expect(slots(two)[1]).toEqual(["image", "codes"]);
  const moved = inside(two, (graph) => movePort(graph, "outputs", 0, 1));
  consistent(moved);
  expect(slots(moved)[1]).toEqual(["codes", "image"]);
  expect(runsOf(moved)).toEqual(runsOf(simple));
  const removed = inside(moved, (graph) => removePort(graph, "outputs", 0));
  consistent(removed);
  expect(slots(removed)[1]).toEqual(["image"]);
  expect(runsOf(removed)).toEqual(runsOf(simple));
  const cut = inside(removed, (graph) => removePort(graph, "inputs", 0));
  consistent(cut);
  expect(linksOf(cut).map(({ from, to }) => [from, to])).toEqual([[4, 3]]);
});

test("a port that is added takes anything, and stays without a link", () => {
  const added = inside(packed(), (graph) => addPort(graph, "inputs", "later", "*"));
  consistent(added);
  expect(slots(added)[0]).toEqual(["model", "later"]);
  const again = inside(added, (graph) => dropLinks(graph, new Set(linksOf(graph).map(({ id }) => String(id)))));
  consistent(again);
  expect(names(again, "inputs")).toEqual(["model", "later"]);
});

test("a widget inside is promoted to the instance, gives its value there, and is taken off again", () => {
  const file = packed();
  const shown = togglePromoted(togglePromoted(file, 4, 2, "prompt"), 4, 2, "seed");
  expect(nodeOf(shown, 4)?.properties).toEqual({
    proxyWidgets: [
      ["2", "prompt"],
      ["2", "seed"],
    ],
  });
  expect(isPromoted(shown, 4, 2, "prompt")).toBe(true);
  const instance = nodeOf(shown, 4);
  const type = instance === undefined ? undefined : nodeTypeOf(instance, shown, types);
  if (instance === undefined || type === undefined) throw new Error("no instance");
  const inner = nodeOf(simple, 2)?.widgets_values_named as Readonly<Record<string, unknown>>;
  expect(valuesOf(instance, type).values.get("2.prompt")).toBe(inner.prompt);
  const set = setValue(shown, 4, type, "2.seed", 77);
  expect(runsOf(set).some((run) => run.includes("seed=77 "))).toBe(true);
  const left = togglePromoted(set, 4, 2, "prompt");
  expect(nodeOf(left, 4)).toMatchObject({ widgets_values: [77], widgets_values_named: { "2.seed": 77 } });
  expect(runsOf(left).some((run) => run.includes("seed=77 "))).toBe(true);
  const unpacked = changeGraph(left, [], (now) => unpackInstance(now, 4, types).document, counting());
  expect(runsOf(unpacked)).toEqual(runsOf(left));
});

test("a node that is removed inside takes its promoted widgets off the instances", () => {
  const shown = togglePromoted(packed(), 4, 2, "prompt");
  const gone = inside(shown, (graph) => removeNodes(graph, new Set(["2"])));
  consistent(gone);
  expect(nodeOf(gone, 4)?.properties).toEqual({ proxyWidgets: [] });
});

test("a definition goes with its last instance, wherever that lies, and no sooner", () => {
  const twice = pasteNodes(packed(), copyNodes(packed(), new Set(["4"])), [0, 900]).document;
  const one = changeGraph(twice, [], (graph) => removeNodes(graph, new Set(["4"])), counting());
  expect(definitionsOf(one)).toHaveLength(1);
  const none = changeGraph(one, [], (graph) => removeNodes(graph, new Set(["5"])), counting());
  expect(none.definitions).toBeUndefined();
  const kept = { ...simple, definitions: { subgraphs: [{ id: "never used", nodes: [], links: [] }] } };
  const added = changeGraph(kept, [], (graph) => addNode(graph, noteType(), [0, 0]).document, counting());
  expect(added.definitions).toBe(kept.definitions);
});

test("one more instance is placed with all ports and the widgets that they lead to; never in itself", () => {
  const linked = inside(packed(), (graph) => connect(graph, { from: -10, slot: 1, to: 2, input: "prompt" }, types));
  const [type] = definitionTypes(linked, types, () => false);
  expect(type).toMatchObject({
    title: "Paint",
    inputs: [{ name: "model" }, { name: "prompt", widget: { kind: "text" } }],
  });
  const added = addInstance(linked, type?.type ?? "", [0, 0]);
  expect(nodeOf(added?.document ?? {}, added?.id ?? 0)?.inputs).toEqual([
    { name: "model", type: "MODEL", link: null },
    { name: "prompt", type: "STRING", link: null, widget: { name: "prompt" } },
  ]);
  const endless = inside(packed(), (graph) => addInstance(graph, type?.type ?? "", [0, 0])?.document ?? graph);
  expect([holdsItself(linked), holdsItself(endless)]).toEqual([false, true]);
});

test("a subgraph that is called as its instance is renamed with it", () => {
  const renamed = changeGraph(packed(), [], (graph) => renameNode(graph, 4, "Artist"), counting());
  expect([nodeOf(renamed, 4)?.title, definition(renamed).name]).toEqual(["Artist", "Artist"]);
  const own = changeGraph(
    patchNode(renamed, 4, { title: "mine" }),
    [],
    (graph) => renameNode(graph, 4, "yours"),
    counting(),
  );
  expect([nodeOf(own, 4)?.title, definition(own).name]).toEqual(["yours", "Artist"]);
});

test("points that links go through come along into a subgraph, out of it, and with what is copied", () => {
  const led = addReroute(addReroute(simple, { link: 1, reroute: null }, [5, 5]), { link: 2, reroute: null }, [6, 6]);
  const made = makeSubgraph(led, new Set(["2", "3"]), "Both", counting());
  expect(reroutesOf(made.document).map(({ position, links }) => [position, links])).toEqual([[[5, 5], [1]]]);
  expect(reroutesOf(definition(made.document)).map(({ position, links }) => [position, links])).toEqual([
    [[6, 6], [2]],
  ]);
  const pasted = pasteNodes(led, copyNodes(led, new Set(["1", "2"])), [1000, 1000]).document;
  expect(reroutesOf(pasted)).toHaveLength(3);
  expect(reroutesOf(pasted)[2]?.links).toEqual([3]);
});

test("links go through their points outside and inside when a subgraph is unpacked", () => {
  const led = addReroute(addReroute(simple, { link: 1, reroute: null }, [5, 5]), { link: 2, reroute: null }, [6, 6]);
  const made = makeSubgraph(led, new Set(["2"]), "One", counting());
  const within = inside(made.document, (graph) =>
    linksOf(graph).reduce((next, { id, from }) => {
      const isEntering = !nodesOf(graph).some((node) => node.id === from && !isBorder(node));
      return addReroute(next, { link: id, reroute: null }, isEntering ? [7, 7] : [8, 8]);
    }, graph),
  );
  const unpacked = unpackInstance(within, made.id ?? 0, types).document;
  const [before, after] = [nodeOf(led, 2), nodesOf(unpacked).at(-1)].map((node) => positionOf(node as DocNode));
  const [across, down] = [(after?.[0] ?? 0) - (before?.[0] ?? 0), (after?.[1] ?? 0) - (before?.[1] ?? 0)];
  const byId = new Map(reroutesOf(unpacked).map((each) => [String(each.id), each]));
  const ways = linksOf(unpacked).map(({ id }) =>
    wayOf(lastReroutes(unpacked).get(String(id)), byId).map(({ position }) => position),
  );
  expect(ways).toEqual([
    [
      [5, 5],
      [7 + across, 7 + down],
    ],
    [
      [8 + across, 8 + down],
      [6, 6],
    ],
  ]);
  expect(reroutesOf(unpacked)).toHaveLength(4);
});

test("links that share a point share it still when a subgraph is unpacked", () => {
  const twice = addNode(simple, types.get("nextscale/generate-image") ?? noteType(), [0, 900]);
  const model = { from: 1, slot: 0, to: twice.id, input: "model" };
  const both = connectThrough(addReroute(twice.document, { link: 1, reroute: null }, [5, 5]), model, 1, types);
  const made = makeSubgraph(both, new Set(["2", String(twice.id)]), "Two", counting());
  const unpacked = unpackInstance(made.document, made.id ?? 0, types).document;
  expect(reroutesOf(unpacked).map(({ position, links }) => [position, links.length])).toEqual([[[5, 5], 2]]);
});

test("a point that a link inside shares with one outside stays one point, with both going through it", () => {
  const more = addNode(simple, types.get("nextscale/generate-image") ?? noteType(), [0, 900]);
  const model = { from: 1, slot: 0, to: more.id, input: "model" };
  const both = connectThrough(addReroute(more.document, { link: 1, reroute: null }, [5, 5]), model, 1, types);
  expect(reroutesOf(both).map(({ links }) => links)).toEqual([[1, 3]]);
  const made = makeSubgraph(both, new Set(["2"]), "One", counting()).document;
  expect(reroutesOf(made).map(({ id, links }) => [id, links.toSorted()])).toEqual([[1, [1, 3]]]);
  expect(lastReroutes(made)).toEqual(lastReroutes(both));
});

test("a group goes into a subgraph with all of its nodes, and comes out with them", () => {
  const grouped = addGroup(simple, [nodeOf(simple, 2) ?? { id: 2, type: "" }], "Painting");
  const made = makeSubgraph(grouped, new Set(["2", "3"]), "Both", counting());
  expect([groupsOf(made.document), groupsOf(definition(made.document)).map(({ title }) => title)]).toEqual([
    [],
    ["Painting"],
  ]);
  const unpacked = unpackInstance(made.document, made.id ?? 0, types).document;
  expect(
    groupsAround(unpacked, new Set(nodesOf(unpacked).map(({ id }) => String(id)))).map(({ title }) => title),
  ).toEqual(["Painting"]);
  expect(
    groupsOf(makeSubgraph(addGroup(simple, nodesOf(simple), "All"), new Set(["2"]), "One", counting()).document),
  ).toHaveLength(1);
});

/** Every edit of subgraphs there is, on a part that `n` chooses; inside of the first instance when there is one. */
const edits: readonly ((graph: WorkflowDocument, n: number) => WorkflowDocument)[] = [
  (graph, n) => makeSubgraph(graph, some(graph, n), `S${n}`, counting(`m${n}`)).document,
  (graph, n) => unpackInstance(graph, at(nodesOf(graph), n)?.id ?? 0, types).document,
  (graph, n) => removeNodes(graph, new Set([String(at(nodesOf(graph), n)?.id)])),
  (graph, n) => pasteNodes(graph, copyNodes(graph, some(graph, n)), [n, n]).document,
  (graph, n) => dropLinks(graph, new Set([String(at(linksOf(graph), n)?.id)])),
  (graph, n) => addPort(graph, n % 2 ? "inputs" : "outputs", `p${n}`, "*"),
  (graph, n) => removePort(graph, n % 2 ? "inputs" : "outputs", n % 3),
  (graph, n) => renamePort(graph, n % 2 ? "inputs" : "outputs", n % 3, `r${n}`),
  (graph, n) => movePort(graph, n % 2 ? "inputs" : "outputs", n % 3, 1),
  (graph, n) => addReroute(graph, { link: at(linksOf(graph), n)?.id ?? 0, reroute: null }, [n, n]),
  (graph, n) => removeReroutes(graph, new Set([String(n % 4)])),
  (graph, n) => {
    const [from, to] = [at(nodesOf(graph), n), at(nodesOf(graph), n * 7 + 1)];
    const input = (to === undefined ? undefined : at(nodeTypeOf(to, graph, types)?.inputs ?? [], n))?.name ?? "";
    const ends = { from: from?.id ?? 0, slot: n % 2, to: to?.id ?? 0, input };
    return refusalOf(graph, ends, types) === null ? connect(graph, ends, types) : graph;
  },
  (graph, n) => {
    const node = at(nodesOf(graph), n);
    const found = definitionsOf(graph).find(({ id }) => id === node?.type);
    const inner = at(nodesOf(found ?? {}), n);
    const widget = inner === undefined ? undefined : at(types.get(inner.type)?.inputs ?? [], n)?.name;
    return node === undefined || inner === undefined || widget === undefined
      ? graph
      : togglePromoted(graph, node.id, inner.id, widget);
  },
];

test("after random edits outside and inside every link stands at both of its ends, and the file reads", () => {
  const steps = fc.array(fc.record({ edit: fc.nat(edits.length - 1), n: fc.nat(100), isInside: fc.boolean() }), {
    minLength: 12,
    maxLength: 24,
  });
  fc.assert(
    fc.property(fc.constantFrom("text-to-image", "best-of-n"), steps, (name, all) => {
      let file = sampleDocument(name);
      for (const [i, { edit, n, isInside }] of all.entries()) {
        const instance = nodesOf(file).find(({ type }) => definitionsOf(file).some(({ id }) => id === type));
        const path = isInside && instance !== undefined ? [String(instance.id)] : [];
        const next = changeGraph(file, path, (graph) => edits[edit]?.(graph, n + i) ?? graph, counting(`e${i}`));
        if (!holdsItself(next)) file = next;
        consistent(file);
      }
      parseWorkflow(formatWorkflow(file));
      runsOf(file);
    }),
    { numRuns: 60 },
  );
});

function at<T>(list: readonly T[], n: number): T | undefined {
  return list[n % Math.max(1, list.length)];
}

function some(graph: WorkflowDocument, n: number): ReadonlySet<string> {
  return new Set(nodesOf(graph).flatMap(({ id }, i) => (i % 3 === n % 3 ? [String(id)] : [])));
}

test("what a path leads to is followed as far as it is there", () => {
  const file = packed();
  expect(openPath(file, ["4", "2"])).toEqual(["4"]);
  expect(openPath(file, ["9"])).toEqual([]);
  expect(nodesOf(graphAt(file, ["4"])).filter(isBorder)).toHaveLength(2);
});

function noteType() {
  const found = types.get("nextscale/note");
  if (found === undefined) throw new Error("no note");
  return found;
}

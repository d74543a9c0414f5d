import { expect, test } from "vitest";
import { pieceAt } from "../../editor/canvas/draw/pieces.ts";
import { applyGestures, type Shape } from "../../editor/canvas/gestures.ts";
import type { WorkflowDocument } from "../../editor/core/document.ts";
import { connect, dropLinks } from "../../editor/core/edits/links.ts";
import { addNode } from "../../editor/core/edits/nodes.ts";
import { addReroute, moveReroute, removeReroutes } from "../../editor/core/edits/reroutes.ts";
import { linksOf } from "../../editor/core/links.ts";
import { lastReroutes, reroutesOf, wayOf } from "../../editor/core/reroutes.ts";
import { changeGraph, graphAt } from "../../editor/core/subgraph/path.ts";
import { formatWorkflow, parseWorkflow } from "../../runtime/workflow/index.ts";
import { sampleDocument, sampleTypes } from "./samples.ts";
import { packed, runsOf } from "./subgraph/samples.ts";

const types = sampleTypes();
const simple = sampleDocument("text-to-image-simple");
const newer: WorkflowDocument = {
  version: 1,
  state: { lastRerouteId: 0 },
  nodes: simple.nodes,
  links: objects(simple),
};
const ways = (document: WorkflowDocument, link: number) =>
  wayOf(
    lastReroutes(document).get(String(link)),
    new Map(reroutesOf(document).map((reroute) => [String(reroute.id), reroute])),
  ).map(({ id }) => id);

test("a file of litegraph 0.4 keeps reroutes in its extra part, a newer one beside its nodes", () => {
  const old = addReroute(simple, { link: 1, reroute: null }, [10.4, 20]);
  expect(old.extra).toEqual({
    reroutes: [{ id: 1, pos: [10, 20], linkIds: [1] }],
    linkExtensions: [{ id: 1, parentId: 1 }],
  });
  expect(old.links).toBe(simple.links);
  const now = addReroute(newer, { link: 1, reroute: null }, [10, 20]);
  expect(now).toMatchObject({ reroutes: [{ id: 1, pos: [10, 20], linkIds: [1] }], state: { lastRerouteId: 1 } });
  expect((now.links as readonly object[])[0]).toMatchObject({ id: 1, parentId: 1 });
});

test.each([
  ["0.4", simple],
  ["1", newer],
])(
  "points follow each other along a link of a file of version %s, in its direction, and one is taken out",
  (_name, file) => {
    let document = addReroute(file, { link: 1, reroute: null }, [100, 0]);
    document = addReroute(document, { link: 1, reroute: null }, [300, 0]);
    document = addReroute(document, { link: 1, reroute: 2 }, [200, 0]);
    expect(ways(document, 1)).toEqual([1, 3, 2]);
    expect(ways(removeReroutes(document, new Set(["3"])), 1)).toEqual([1, 2]);
    expect(ways(removeReroutes(document, new Set(["2", "3"])), 1)).toEqual([1]);
    expect(ways(removeReroutes(document, new Set(["1"])), 1)).toEqual([3, 2]);
    expect(reroutesOf(removeReroutes(document, new Set(["1", "2", "3"])))).toEqual([]);
    expect(runsOf(document)).toEqual(runsOf(simple));
  },
);

test("links that share a point leave it when they go; the last one takes it along", () => {
  const shared = {
    ...simple,
    extra: {
      reroutes: [{ id: 7, pos: [1, 2], linkIds: [1, 2] }],
      linkExtensions: [
        { id: 1, parentId: 7 },
        { id: 2, parentId: 7 },
      ],
    },
  };
  const one = dropLinks(shared, new Set(["1"]));
  expect(one.extra).toEqual({
    reroutes: [{ id: 7, pos: [1, 2], linkIds: [2] }],
    linkExtensions: [{ id: 2, parentId: 7 }],
  });
  expect(dropLinks(one, new Set(["2"])).extra).toEqual({ reroutes: [], linkExtensions: [] });
  const again = connect(shared, { from: 1, slot: 0, to: 2, input: "model" }, types);
  expect(reroutesOf(again)[0]?.links).toEqual([2]);
});

test("a point is moved by hand: its line changes and no other", () => {
  const text = formatWorkflow({ ...newer, reroutes: [{ id: 1, pos: [10, 20], linkIds: [1], floating: undefined }] });
  const document = parseWorkflow(text).document;
  const shape: Shape = { nodes: new Map(), links: new Map(), groups: [], reroutes: new Map([["1", [10, 20]]]) };
  expect(applyGestures(document, shape, shape, types)).toBe(document);
  const moved = applyGestures(document, shape, { ...shape, reroutes: new Map([["1", [30.2, 40]]]) }, types);
  const lines = formatWorkflow(moved).split("\n");
  expect(lines.filter((line, i) => line !== text.split("\n")[i])).toEqual(['    {"id":1,"pos":[30,40],"linkIds":[1]}']);
});

test("a link whose end is moved to another input by hand keeps its points", () => {
  const two = addNode(addReroute(simple, { link: 2, reroute: null }, [9, 9]), typeOf("nextscale/save-image"), [0, 0]);
  const before = new Map([["2", { from: 2, slot: 0, to: 3, input: "image" }]]);
  const after = new Map([["5", { from: 2, slot: 0, to: two.id, input: "image" }]]);
  const shape = (links: Shape["links"]): Shape => ({ nodes: new Map(), links, groups: [] });
  const moved = applyGestures(two.document, shape(before), shape(after), types);
  const link = linksOf(moved).find(({ to }) => to === two.id);
  expect(reroutesOf(moved)).toEqual([{ id: 1, parent: null, position: [9, 9], links: [link?.id] }]);
  expect(lastReroutes(moved).get(String(link?.id))).toBe(1);
});

test("a link that is dragged out of a point goes through it and those before it", () => {
  let document = addReroute(simple, { link: 1, reroute: null }, [100, 0]);
  document = addReroute(document, { link: 1, reroute: null }, [200, 0]);
  const two = addNode(document, typeOf("nextscale/generate-image"), [0, 0]);
  const pulled = { from: 1, slot: 0, to: two.id, input: "model" };
  const shape = (links: Shape["links"]): Shape => ({ nodes: new Map(), links, groups: [] });
  const after = (through: number) =>
    applyGestures(two.document, shape(new Map()), shape(new Map([["9", { ...pulled, through }]])), types);
  const link = linksOf(after(2)).find(({ to }) => to === two.id);
  expect(ways(after(2), Number(link?.id))).toEqual([1, 2]);
  expect(ways(after(1), Number(link?.id))).toEqual([1]);
  expect(reroutesOf(after(1)).map(({ links }) => links)).toEqual([[1, link?.id], [1]]);
  expect(ways(dropLinks(after(1), new Set(["1"])), Number(link?.id))).toEqual([1]);
});

function typeOf(type: string) {
  const found = types.get(type);
  if (found === undefined) throw new Error(`no ${type}`);
  return found;
}

test("links inside of a subgraph go through points too", () => {
  const file = changeGraph(packed(), ["4"], (graph) => addReroute(graph, { link: 1, reroute: null }, [5, 5]), String);
  expect(ways(graphAt(file, ["4"]), 1)).toEqual([1]);
  const moved = changeGraph(file, ["4"], (graph) => moveReroute(graph, 1, [6, 6]), String);
  expect(reroutesOf(graphAt(moved, ["4"]))[0]?.position).toEqual([6, 6]);
  expect(runsOf(moved)).toEqual(runsOf(simple));
});

test("points that follow each other in a circle end", () => {
  const rows = [
    { id: 1, parentId: 2, pos: [0, 0], linkIds: [1] },
    { id: 2, parentId: 1, pos: [0, 0], linkIds: [1] },
  ];
  const round = { ...simple, extra: { reroutes: rows, linkExtensions: [{ id: 1, parentId: 1 }] } };
  expect(ways(round, 1)).toEqual([2, 1]);
  expect(reroutesOf(removeReroutes(round, new Set(["1", "2"])))).toEqual([]);
});

test("the piece of a link under the pointer is the nearest one within reach", () => {
  const pieces = [
    { link: 1, reroute: 5, from: [0, 0], to: [100, 0] },
    { link: 1, reroute: null, from: [100, 0], to: [200, 100] },
  ] as const;
  expect(pieceAt(pieces, [50, 3], 8)).toEqual({ link: 1, reroute: 5 });
  expect(pieceAt(pieces, [150, 52], 8)).toEqual({ link: 1, reroute: null });
  expect(pieceAt(pieces, [50, 30], 8)).toBeNull();
});

function objects({ links }: WorkflowDocument): readonly object[] {
  return (links as readonly (readonly [number, number, number, number, number, string])[]).map(
    ([id, origin_id, origin_slot, target_id, target_slot, type]) => ({
      id,
      origin_id,
      origin_slot,
      target_id,
      target_slot,
      type,
    }),
  );
}

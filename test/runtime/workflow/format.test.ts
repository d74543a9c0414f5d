import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { formatWorkflow, parseWorkflow } from "../../../runtime/workflow/index.ts";

const FOLDER = join(import.meta.dirname, "../../../workflows");

test.each(readdirSync(FOLDER))("%s is written again as it was read", (name) => {
  const text = readFileSync(join(FOLDER, name), "utf8");
  expect(formatWorkflow(parseWorkflow(text).document)).toBe(text);
});

test("keys that nobody knows stay, where they were, and each node is a line", () => {
  const node = { shape: 2, id: 1, type: "fake/add", fancy: { nodes: [1] }, widgets_values: [1] };
  const inner = { id: "aaaa", zebra: 1, nodes: [node, { ...node, id: 2 }], links: [], name: "Twice" };
  const document = {
    odd: [1, { deep: true }],
    nodes: [node],
    links: [[1, 1, 0, 2, 0, "INT"]],
    definitions: { subgraphs: [inner], other: null },
    reroutes: [{ id: 1, linkIds: [1] }],
    floatingLinks: [],
    extra: { ds: { scale: 1 } },
    version: 1,
  };
  const text = formatWorkflow(document);
  expect(text).toBe(`{
  "odd": [1,{"deep":true}],
  "nodes": [
    {"shape":2,"id":1,"type":"fake/add","fancy":{"nodes":[1]},"widgets_values":[1]}
  ],
  "links": [
    [1,1,0,2,0,"INT"]
  ],
  "definitions": {
    "subgraphs": [
      {
        "id": "aaaa",
        "zebra": 1,
        "nodes": [
          {"shape":2,"id":1,"type":"fake/add","fancy":{"nodes":[1]},"widgets_values":[1]},
          {"shape":2,"id":2,"type":"fake/add","fancy":{"nodes":[1]},"widgets_values":[1]}
        ],
        "links": [],
        "name": "Twice"
      }
    ],
    "other": null
  },
  "reroutes": [
    {"id":1,"linkIds":[1]}
  ],
  "floatingLinks": [],
  "extra": {"ds":{"scale":1}},
  "version": 1
}
`);
  expect(formatWorkflow(parseWorkflow(text).document)).toBe(text);
});

test("the API form has a node a line, alone and beside other things", () => {
  const nodes = { nodes: { class_type: "fake/add", inputs: { a: 1 } }, "2": { class_type: "fake/add" } };
  const rows = (indent: string) =>
    `${indent}"2": {"class_type":"fake/add"},\n${indent}"nodes": {"class_type":"fake/add","inputs":{"a":1}}\n`;
  expect(formatWorkflow(nodes)).toBe(`{\n${rows("  ")}}\n`);
  expect(formatWorkflow({ prompt: nodes, extra: {} })).toBe(
    `{\n  "prompt": {\n${rows("    ")}  },\n  "extra": {}\n}\n`,
  );
});

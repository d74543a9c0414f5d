import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { NextscaleError } from "../../../runtime/errors.ts";
import {
  checkWorkflow,
  execute,
  formatWorkflow,
  parseWorkflow,
  promptOf,
  wireErrors,
} from "../../../runtime/workflow/index.ts";
import { api, registry } from "./fakes.ts";

const MUTATIONS = 10_000;
const FOLDER = join(import.meta.dirname, "../../../workflows");
const sum = { name: "sum", type: "INT" };
const wire = (id: number, from: number, to: number, slot = 0) => ({
  id,
  origin_id: from,
  origin_slot: 0,
  target_id: to,
  target_slot: slot,
});

/** Every feature of the file in one: a subgraph with a promoted widget, a reroute, a bypass, a mute, a note, a group. */
const full = {
  version: 1,
  state: { lastNodeId: 9 },
  nodes: [
    { id: 1, type: "PrimitiveNode", mode: 0, outputs: [sum], widgets_values: [4, "fixed"] },
    {
      id: 2,
      type: "plus",
      mode: 0,
      inputs: [{ name: "x", type: "INT", link: 1 }],
      outputs: [sum],
      properties: { proxyWidgets: [["5", "b"]] },
      widgets_values: [3],
    },
    {
      id: 3,
      type: "fake/add",
      mode: 4,
      inputs: [{ name: "a", type: "INT", link: 2 }],
      outputs: [sum],
      widgets_values: [1, 2],
    },
    { id: 4, type: "Reroute", mode: 0, inputs: [{ name: "", type: "*", link: 3 }], outputs: [{ name: "", type: "*" }] },
    { id: 5, type: "fake/show", mode: 0, inputs: [{ name: "value", type: "*", link: 4 }], title: "Look" },
    { id: 6, type: "fake/load-model", mode: 2, widgets_values_named: { size: 3 } },
    { id: 7, type: "MarkdownNote", mode: 0, widgets_values: ["hello"] },
  ],
  links: [wire(1, 1, 2), wire(2, 2, 3), wire(3, 3, 4), wire(4, 4, 5)],
  groups: [{ title: "All", bounding: [0, 0, 9, 9] }],
  definitions: {
    subgraphs: [
      {
        id: "plus",
        name: "Plus",
        inputs: [{ name: "x", type: "INT" }],
        outputs: [{ name: "sum", type: "INT" }],
        nodes: [
          {
            id: 5,
            type: "fake/add",
            mode: 0,
            inputs: [{ name: "a", type: "INT", link: 1 }],
            outputs: [sum],
            widgets_values: [7, 2],
          },
        ],
        links: [wire(1, -10, 5), wire(2, 5, -20)],
      },
    ],
  },
};
/** Files that the fakes can run. */
const runnable = [
  formatWorkflow(full),
  api({
    start: ["nextscale/loop-start", { count: 2, value1: ["load", 0] }],
    load: ["fake/load-model", { size: 2 }],
    paint: ["fake/paint", { model: ["start", 3], seed: ["start", 1], prompt: "a dog", aspect: "4:3" }],
    end: ["nextscale/loop-end", { loop: ["start", 0], value2: ["paint", 0] }],
    out: ["fake/show", { value: ["end", 1] }],
  }),
];
const shipped = readdirSync(FOLDER).map((name) => readFileSync(join(FOLDER, name), "utf8"));
/** However many files ship, every other one is runnable. */
const seeds = fc.oneof(fc.constantFrom(...runnable), fc.constantFrom(...shipped));

/** What a place of a file may become. */
const strange = fc.constantFrom<unknown>(
  null,
  true,
  -1,
  0,
  1,
  2,
  3,
  4,
  5,
  2.5,
  1e300,
  2 ** 53,
  "",
  "1",
  "plus",
  "fake/add",
  "fake/show",
  "x".repeat(300),
  [],
  {},
  ["1", 0],
  ["paint", 0],
  ["out", 99],
  [[]],
  { __value__: [1] },
  "constructor",
  [1, 1, 0, 5, 0, "INT"],
);
const structural = fc
  .tuple(seeds, fc.array(fc.tuple(fc.nat(), fc.nat(3), strange), { minLength: 1, maxLength: 4 }))
  .map(([seed, changes]) => {
    const file: unknown = JSON.parse(seed);
    for (const [pick, action, value] of changes) mutate(file, pick, action, value);
    return JSON.stringify(file);
  });
const flipped = fc
  .tuple(seeds, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 }))
  .map(([seed, changes]) => {
    const bytes = Buffer.from(seed);
    for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
    return bytes.toString("utf8");
  });

/** Changes one of all the places in a document: another value, gone, doubled, or swapped with its neighbour. */
function mutate(file: unknown, pick: number, action: number, value: unknown): void {
  const places: [Record<string, unknown>, string][] = [];
  const walk = (each: unknown): void => {
    if (typeof each !== "object" || each === null) return;
    for (const key of Object.keys(each)) places.push([each as Record<string, unknown>, key]);
    for (const inner of Object.values(each)) walk(inner);
  };
  walk(file);
  const place = places[pick % Math.max(1, places.length)];
  if (place === undefined) return;
  const [holder, key] = place;
  if (action === 0) delete holder[key];
  else if (action === 1) holder[`${key}0`] = holder[key];
  else if (action === 2) holder[key] = holder[Object.keys(holder)[0] ?? key];
  else holder[key] = value;
}

/** Runs a file for at most this many events: a loop may be asked for a billion rounds. */
const MOST_EVENTS = 200;

async function runOrRefuse(text: string): Promise<"ran" | "refused"> {
  const stop = new AbortController();
  let events = 0;
  const onEvent = () => {
    if (++events > MOST_EVENTS) stop.abort();
  };
  try {
    const file = parseWorkflow(text);
    expect(parseWorkflow(formatWorkflow(file.document)).document).toEqual(file.document);
    const prompt = promptOf(file, registry);
    const checked = await checkWorkflow(prompt, registry);
    JSON.stringify(wireErrors(checked, prompt, registry));
    await execute(prompt, { registry, signal: stop.signal, onEvent });
    return "ran";
  } catch (error) {
    if (error instanceof NextscaleError && /^WORKFLOW_/.test(error.code) && error.message !== "") return "refused";
    throw error;
  }
}

test(`${MUTATIONS} mutated files are each run or refused with a typed error`, async () => {
  const seen = { ran: 0, refused: 0 };
  for (const mutated of [structural, flipped]) {
    await fc.assert(
      fc.asyncProperty(mutated, async (text) => {
        seen[await runOrRefuse(text)] += 1;
      }),
      { numRuns: MUTATIONS / 2, seed: 3, endOnFailure: true },
    );
  }
  expect(seen.ran + seen.refused).toBe(MUTATIONS);
  expect(seen.ran).toBeGreaterThan(MUTATIONS / 50);
  expect(seen.refused).toBeGreaterThan(MUTATIONS / 4);
});

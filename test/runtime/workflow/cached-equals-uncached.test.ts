import fc from "fast-check";
import { expect, test } from "vitest";
import {
  byteBudget,
  createCache,
  createRegistry,
  defineNode,
  execute,
  loopEnd,
  loopStart,
  lru,
  mapEnd,
  mapStart,
  type NodeCache,
  nodeId,
  type Prompt,
  port,
  readWorkflow,
} from "../../../runtime/workflow/index.ts";
import { about, add, api, show } from "./fakes.ts";

const choose = defineNode({
  ...about,
  type: "test/choose",
  inputs: { first: port.boolean(), a: port.lazy(port.integer()), b: port.lazy(port.integer()) },
  outputs: { value: port.integer() },
  wants: ({ first }) => (first ? ["a"] : ["b"]),
  run: ({ first, a, b }) => ({ value: (first ? a : b) as number }),
});
const upTo = defineNode({
  ...about,
  type: "test/up-to",
  inputs: { count: port.integer() },
  outputs: { items: port.list(port.integer()) },
  run: ({ count }) => ({ items: Array.from({ length: 1 + (Math.abs(count) % 3) }, (_, i) => i) }),
});
/** What a node may depend on beside its inputs. */
let weather = 0;
const look = defineNode({
  ...about,
  type: "test/look",
  inputs: { a: port.integer() },
  outputs: { sum: port.integer() },
  fingerprint: () => weather,
  run: ({ a }) => ({ sum: a + weather }),
});
const nodes = createRegistry([add, show, choose, upTo, look, loopStart, loopEnd, mapStart, mapEnd]);

/** One node: what it is, which earlier nodes it reads from, and its number. */
const spec = fc.record({
  kind: fc.constantFrom("add", "choose", "list", "look", "loop", "map"),
  a: fc.nat(),
  b: fc.nat(),
  value: fc.integer({ min: -50, max: 50 }),
});
type Spec = typeof spec extends fc.Arbitrary<infer T> ? T : never;

type Output = readonly [node: string, slot: number];

/** A graph in which node i reads from nodes before it; node 0 reads from none. */
function graphOf(specs: readonly Spec[]) {
  const entries = specs.flatMap(({ kind, a, b, value }, i): [string, readonly [string, object]][] => {
    const id = String(i);
    if (i === 0) return [[id, ["fake/add", { a: value, b: 1 }]]];
    const [x, y]: [Output, Output] = [
      [String(a % i), 0],
      [String(b % i), 0],
    ];
    if (kind === "add") return [[id, ["fake/add", { a: x, b: value }]]];
    if (kind === "look") return [[id, ["test/look", { a: x }]]];
    if (kind === "list") return [[id, ["test/up-to", { count: x }]]];
    if (kind === "choose") return [[id, ["test/choose", { first: value > 0, a: x, b: y }]]];
    return roundsOf(kind, id, x, y, value);
  });
  const last = String(specs.length - 1);
  return api(Object.fromEntries([...entries, ["out", ["fake/show", { value: [last, 0] }]]]));
}

/** A loop or a map over `x`, of which each round adds to a value, or takes `y` from around it. */
function roundsOf(
  kind: "loop" | "map",
  id: string,
  x: Output,
  y: Output,
  value: number,
): [string, readonly [string, object]][] {
  const [start, sum, choice] = [`start ${id}`, `sum ${id}`, `choice ${id}`];
  const count = kind === "loop" ? { count: Math.abs(value) % 4 } : {};
  return [
    [start, [`nextscale/${kind}-start`, { ...count, value1: x }]],
    [sum, ["fake/add", { a: [start, 3], b: value }]],
    [choice, ["test/choose", { first: value % 3 !== 0, a: [sum, 0], b: y }]],
    [id, [`nextscale/${kind}-end`, { loop: [start, 0], value1: [choice, 0] }]],
  ];
}

const run = (prompt: Prompt, cache?: NodeCache) => execute(prompt, { registry: nodes, ...(cache ? { cache } : {}) });
const outputsOf = async (specs: readonly Spec[], cache?: NodeCache) =>
  (await run(readWorkflow(graphOf(specs), nodes), cache)).outputs.get(nodeId("out"));

test.each([
  ["a byte budget", () => byteBudget()],
  ["the last three", () => lru(3)],
])("random graphs under random edits give the same outputs with %s as without a cache", async (_, strategy) => {
  const edit = fc.record({ at: fc.nat(), to: spec, weather: fc.integer({ min: 0, max: 1 }), sameNodes: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(
      fc.array(spec, { minLength: 1, maxLength: 12 }),
      fc.array(edit, { maxLength: 6 }),
      async (first, edits) => {
        const cache = createCache(strategy());
        let specs = first;
        for (const { at, to, weather: next, sameNodes } of edits) {
          weather = next;
          if (!sameNodes) specs = specs.with(at % specs.length, to);
          expect(await outputsOf(specs, cache)).toEqual(await outputsOf(specs));
        }
      },
    ),
    { numRuns: 300, seed: 20 },
  );
});

test("a random graph that runs again runs nothing", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(spec, { minLength: 1, maxLength: 12 }), async (specs) => {
      const cache = createCache();
      const text = graphOf(specs);
      await run(readWorkflow(text, nodes), cache);
      const { traces } = await run(readWorkflow(text, nodes), cache);
      expect(traces.filter(({ outcome }) => outcome !== "cached").map(({ node }) => node)).toEqual([]);
    }),
    { numRuns: 300, seed: 20 },
  );
});

test("a chain of 10,000 nodes runs", async () => {
  const chain = Array.from(
    { length: 10_000 },
    (_, i): Spec => ({ kind: "add", a: Math.max(i - 1, 0), b: 0, value: 1 }),
  );
  expect(await outputsOf(chain)).toEqual({ value: 10_001 });
});

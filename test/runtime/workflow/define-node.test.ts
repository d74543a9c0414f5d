import { expect, expectTypeOf, test } from "vitest";
import {
  block,
  createExpansion,
  createRegistry,
  defineNode,
  type Link,
  type NodeContext,
  port,
} from "../../../runtime/workflow/index.ts";
import { about, add, type Model, type paint } from "./fakes.ts";

test("the types of run follow from the ports", () => {
  expectTypeOf<Parameters<typeof paint.run>[0]>().toEqualTypeOf<{
    readonly model: Model;
    readonly prompt: string;
    readonly seed: number;
    readonly aspect: "1:1" | "4:3";
    readonly guidance: number;
  }>();
  expectTypeOf<Parameters<typeof paint.run>[1]>().toEqualTypeOf<NodeContext>();
  expectTypeOf<Awaited<ReturnType<typeof add.run>>>().toEqualTypeOf<{ sum: number }>();
});

test("an optional port may be undefined", () => {
  const node = defineNode({
    ...about,
    type: "fake/maybe",
    inputs: { model: port.optional(port.value<Model>("MODEL")) },
    outputs: { size: port.integer() },
    run: ({ model }) => {
      expectTypeOf(model).toEqualTypeOf<Model | undefined>();
      return { size: model?.size ?? 0 };
    },
  });
  expect(node.inputs.model.required).toBe(false);
});

test("run must return what the outputs promise", () => {
  const shape = { ...about, type: "fake/one", inputs: {}, outputs: { sum: port.integer() } } as const;
  // @ts-expect-error a text is no whole number
  defineNode({ ...shape, run: () => ({ sum: "one" }) });
  // @ts-expect-error an output is missing
  defineNode({ ...shape, run: () => ({}) });
});

test("a lazy input may be undefined, and only lazy inputs can be wanted", () => {
  const shape = { ...about, outputs: { value: port.any() } } as const;
  const node = defineNode({
    ...shape,
    type: "fake/if",
    inputs: { on: port.boolean(), yes: port.lazy(port.text()), no: port.lazy(port.text()) },
    wants: ({ on, yes }) => {
      expectTypeOf(yes).toEqualTypeOf<string | undefined>();
      return on ? ["yes"] : ["no"];
    },
    run: ({ on, yes, no }) => ({ value: on ? yes : no }),
  });
  expect(node.inputs.yes).toMatchObject({ lazy: true, required: true });
  defineNode({
    ...shape,
    type: "fake/if",
    inputs: { on: port.boolean(), yes: port.lazy(port.text()) },
    // @ts-expect-error `on` is always there
    wants: () => ["on"],
    run: ({ yes }) => ({ value: yes }),
  });
});

test("a list port gives and takes whole lists, of which each item may be blocked", () => {
  const node = defineNode({
    ...about,
    type: "fake/reverse",
    inputs: { items: port.list(port.integer()) },
    outputs: { items: port.list(port.integer()) },
    run: ({ items }) => {
      expectTypeOf(items).toEqualTypeOf<readonly number[]>();
      return { items: items.map((item) => (item < 0 ? block("Negative.") : item)) };
    },
  });
  expect(node.inputs.items.read(["1", 2])).toEqual({ ok: true, value: [1, 2] });
  expect(node.inputs.items.read(3)).toEqual({ ok: true, value: [3] });
  expect(node.inputs.items.read([1, "x"])).toMatchObject({ ok: false, reason: "wrong-type" });
});

test("inputs that are not declared come under `rest`, typed by its port", () => {
  defineNode({
    ...about,
    type: "fake/template",
    inputs: { template: port.text() },
    rest: port.text(),
    outputs: { text: port.text() },
    run: ({ template, rest }) => {
      expectTypeOf(rest).toEqualTypeOf<Readonly<Record<string, string>>>();
      return { text: template + Object.values(rest).join() };
    },
  });
});

test("before a run a node sees only what the file gives", () => {
  defineNode({
    ...about,
    type: "fake/file",
    inputs: { file: port.text() },
    outputs: { text: port.text() },
    fingerprint: ({ file }) => {
      expectTypeOf(file).toEqualTypeOf<string | undefined>();
      return file ?? Number.NaN;
    },
    validate: ({ file }) => (file === "" ? "No file is chosen." : null),
    run: ({ file }) => ({ text: file }),
  });
});

test("the nodes of an expansion take links and values of their ports' types", () => {
  const graph = createExpansion();
  const first = graph.node("first", add, { a: 1 });
  expectTypeOf(first.sum).toEqualTypeOf<Link<number>>();
  const second = graph.node("second", add, { a: first.sum, b: 2 });
  // @ts-expect-error a text is no whole number
  graph.node("third", add, { a: "one" });
  const node = defineNode({
    ...about,
    type: "fake/twice",
    expand: true,
    inputs: {},
    outputs: { sum: port.integer() },
    run: () => graph.expand({ sum: second.sum }),
  });
  expect(node.expand).toBe(true);
  // @ts-expect-error a link to a whole number is no text
  defineNode({ ...node, outputs: { sum: port.text() } });
});

test("a type that is not pack/name is refused", () => {
  expect(() => defineNode({ ...add, type: "Add" })).toThrow(
    expect.objectContaining({ code: "WORKFLOW_BAD_NODE_TYPE" }),
  );
});

test("a registry takes a type once", () => {
  expect(() => createRegistry([add, add])).toThrow(expect.objectContaining({ code: "WORKFLOW_DUPLICATE_NODE" }));
});

test.each([
  ["integer", port.integer({ min: 1, max: 4, unit: "px" }), "3", 3],
  ["number", port.number(), "2.5", 2.5],
  ["text", port.text(), 5, "5"],
  ["boolean", port.boolean(), "true", true],
  ["choice", port.choice(["a", "b"]), "b", "b"],
] as const)("%s reads what a file or a command line holds", (_name, given, value, expected) => {
  expect(given.read(value)).toEqual({ ok: true, value: expected });
});

test.each([
  [port.integer({ min: 1, max: 4, unit: "px" }), "2.5", "wrong-type", "a whole number from 1 to 4 px"],
  [port.integer({ min: 1 }), 0, "too-small", "a whole number of at least 1"],
  [port.number({ max: 1 }), 2, "too-big", "a number of at most 1"],
  [port.number(), "", "wrong-type", "a number"],
  [port.text(), null, "wrong-type", "text"],
  [port.boolean(), "yes", "wrong-type", "true or false"],
  [port.choice(["a", "b"]), "c", "not-in-list", "one of a, b"],
  [port.seed(), -1, "too-small", "a whole number from 0 to 9007199254740991"],
] as const)("a refused value says what was expected (%#)", (given, value, reason, expected) => {
  expect(given.read(value)).toEqual({ ok: false, reason, expected });
});

import { expect, expectTypeOf, test } from "vitest";
import { createRegistry, defineNode, type NodeContext, port } from "../../../runtime/workflow/index.ts";
import { add, type Model, type paint } from "./fakes.ts";

test("the types of run follow from the ports", () => {
  expectTypeOf<Parameters<typeof paint.run>[0]>().toEqualTypeOf<{
    readonly model: Model;
    readonly prompt: string;
    readonly seed: number;
    readonly aspect: "1:1" | "4:3";
    readonly guidance: number;
  }>();
  expectTypeOf<Parameters<typeof paint.run>[1]>().toEqualTypeOf<NodeContext>();
  expectTypeOf<Awaited<ReturnType<typeof add.run>>>().toEqualTypeOf<{ readonly sum: number }>();
});

test("an optional port may be undefined", () => {
  const node = defineNode({
    ...add,
    type: "fake/maybe",
    inputs: { model: port.optional(port.value<Model>("MODEL")) },
    fingerprint: () => "",
    run: ({ model }) => {
      expectTypeOf(model).toEqualTypeOf<Model | undefined>();
      return { sum: model?.size ?? 0 };
    },
  });
  expect(node.inputs.model.required).toBe(false);
});

test("run must return what the outputs promise", () => {
  defineNode({
    ...add,
    fingerprint: () => "",
    // @ts-expect-error a text is no whole number
    run: () => ({ sum: "one" }),
  });
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

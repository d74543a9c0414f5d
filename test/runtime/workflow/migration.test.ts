import { expect, test } from "vitest";
import {
  createRegistry,
  defineNode,
  type Migration,
  migrate,
  port,
  replace,
  replacementFor,
  savedWidgets,
} from "../../../runtime/workflow/index.ts";
import { about, add } from "./fakes.ts";

const blend = (version: number, migrations: readonly Migration[]) =>
  defineNode({
    ...about,
    type: "fake/blend",
    version,
    inputs: { strength: port.number({ default: 1 }) },
    outputs: { image: port.text(), mask: port.text() },
    migrations,
    run: () => ({ image: "", mask: "" }),
  });

const toTwo: Migration = {
  from: 1,
  widgets: ["mode", "amount"],
  inputs: ({ amount, ...rest }) => (amount === undefined ? rest : { ...rest, percent: amount }),
  outputs: [1, null],
};
const toThree: Migration = {
  from: 2,
  inputs: ({ percent, mode: _gone, ...rest }) =>
    percent?.kind === "value" ? { ...rest, strength: { kind: "value", value: Number(percent.value) / 100 } } : rest,
};

test("migrations carry a saved node through every version up to now", () => {
  const node = blend(3, [toTwo, toThree]);
  const saved = { amount: { kind: "value", value: 50 }, mode: { kind: "value", value: "add" } } as const;
  const { inputs, slot } = migrate(node, 1, saved);
  expect(inputs).toEqual({ strength: { kind: "value", value: 0.5 } });
  expect([slot(0), slot(1)]).toEqual([1, null]);
  expect(migrate(node, 3, saved).inputs).toBe(saved);
  expect(savedWidgets(node, 1)).toEqual(["mode", "amount"]);
  expect(savedWidgets(node, 2)).toBeNull();
});

test.each([
  ["a gap", 3, [toTwo]],
  ["two from one version", 2, [toTwo, toTwo]],
  ["more than there are versions", 1, [toTwo]],
])("migrations with %s are refused", (_name, version, migrations) => {
  expect(() => blend(version, migrations)).toThrow(expect.objectContaining({ code: "WORKFLOW_BAD_MIGRATIONS" }));
});

test("M1: a replacement stands in for a type that is not installed; the first one counts", () => {
  const row = {
    oldType: "old/sum",
    newType: "fake/add",
    inputs: [
      { new: "a", old: "left" },
      { new: "b", value: 3 },
    ],
    outputs: [{ old: 1, new: 0 }],
  };
  const registry = createRegistry([add], { replacements: [row, { oldType: "old/sum", newType: "fake/none" }] });
  expect(replacementFor("old/sum", registry)).toBe(row);
  expect(replacementFor("fake/add", registry)).toBeNull();
  const { inputs, slot } = replace(row, { left: { kind: "value", value: 1 } });
  expect(inputs).toEqual({ a: { kind: "value", value: 1 }, b: { kind: "value", value: 3 } });
  expect([slot(0), slot(1)]).toEqual([null, 0]);
});

test("a replacement whose own type is not installed stands in for nothing", () => {
  const registry = createRegistry([add], { replacements: [{ oldType: "old/sum", newType: "fake/none" }] });
  expect(replacementFor("old/sum", registry)).toBeNull();
});

import { expect, test } from "vitest";
import { checkProgram } from "../../../runtime/tensor/check.ts";
import { input, type Program, program } from "../../../runtime/tensor/index.ts";

const [a, b] = [input("a", ["n", 2]), input("b", [2])];
const sum = a.add(b);
const good = program([a, b], { y: sum.mul(2) });

const refuses = (broken: Program, problem: RegExp) => {
  expect(() => checkProgram(broken)).toThrowError(
    expect.objectContaining({ code: "TENSOR_ILLEGAL_PROGRAM", message: expect.stringMatching(problem) }),
  );
};

test("a traced program is legal", () => {
  expect(checkProgram(good)).toBe(good);
});

test("operands stand before their users, every tensor once", () => {
  refuses({ ...good, nodes: [...good.nodes].reverse() }, /operand \d does not stand before it/);
  refuses({ ...good, nodes: [...good.nodes, sum] }, /stands twice/);
});

test("types are what the rows say", () => {
  const lying = Object.create(sum, { shape: { value: ["n", 3] } }) as typeof sum;
  refuses({ ...good, nodes: [a, b, lying], outputs: { y: lying } }, /its row says f32\[n, 2\]/);
});

test("inputs are declared with their types, one tensor a name", () => {
  refuses({ ...good, inputs: { a: good.inputs.a as typeof a } }, /"b" is not declared/);
  refuses({ ...good, inputs: { ...good.inputs, b: { shape: [3], dtype: "f32" } } }, /declared otherwise/);
  refuses({ ...good, nodes: [input("b", [2]), ...good.nodes] }, /another input is also named "b"/);
});

test("outputs are computed by the program", () => {
  refuses({ ...good, outputs: { y: a.neg() } }, /nothing computes it/);
});

test("a program that reads an undeclared input is refused", () => {
  expect(() => program([a], { y: sum })).toThrowError(expect.objectContaining({ code: "TENSOR_UNDECLARED_INPUT" }));
});

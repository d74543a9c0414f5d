import { expect, test } from "vitest";
import { broadcast, foldDim, plus, product } from "../../../runtime/tensor/index.ts";

const sizes: Readonly<Record<string, number>> = { a: 2, b: 3, c: 5 };
const number = (dim: string | number) =>
  foldDim(dim, { name: (n) => sizes[n] as number, number: (n) => n, sum: (x, y) => x + y, product: (x, y) => x * y });

test.each([
  [product([2, "a", 3]), "6*a", 12],
  [product(["b", "a"]), "a*b", 6],
  [product([1, plus("a", "b")]), "a+b", 5],
  [product([2, plus("a", "b")]), "2*(a+b)", 10],
  [product([3, product([2, plus("a", "b")])]), "6*(a+b)", 30],
  [plus(product([2, "a"]), "b"), "2*a+b", 7],
  [product([plus("a", 1), plus("b", "c")]), "(a+1)*(b+c)", 24],
  [plus(4, 5), 9, 9],
])("%s is one name for one size", (dim, name, size) => {
  expect([dim, number(dim)]).toEqual([name, size]);
});

test("shapes broadcast from the last dimension, names with themselves and 1", () => {
  expect(broadcast([2, 1, 3], [4, 1])).toEqual([2, 4, 3]);
  expect(broadcast(["n", 1], [1, "m"])).toEqual(["n", "m"]);
  expect(broadcast(["n"], ["m"])).toBeUndefined();
  expect(broadcast([], [3])).toEqual([3]);
});

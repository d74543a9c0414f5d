import { expect, test } from "vitest";
import { f32, i32, input, program } from "../../../runtime/tensor/index.ts";
import { codesOfPieces, piecesLoss, piecesOf } from "../../../training/tokenizer/pieces.ts";
import { pieceCount } from "../../../training/world/labels.ts";
import { backend } from "../toy-trainer.ts";

const part = { numbers: [0, 2], codes: 3 } as const;
const pieces = { part, range: [1, 4] } as const;
// Code 0 is another part's; the pieces stand at the corners of a triangle.
const codebook = f32([9, 9, 9, 0, 0, 0, 4, 0, 0, 0, 4, 0], [4, 3]);
const labels = i32([2, 0], [2]);

async function run(features: readonly number[]) {
  const symbols = {
    features: input("features", [1, 1, 2, 3]),
    codebook: input("codebook", [4, 3]),
    labels: input("labels", [2], "i32"),
  };
  const outputs = {
    loss: piecesLoss(symbols.features, symbols.codebook, symbols.labels, pieces),
    codes: codesOfPieces(symbols.codebook, symbols.labels, pieces),
  };
  const executable = await backend.compile(program(Object.values(symbols), outputs));
  const result = await executable.run({ features: f32(features, [1, 1, 2, 3]), codebook, labels });
  const read = async (name: "loss" | "codes") => [...((await result[name]?.read())?.data ?? [])];
  const [loss, codes] = [await read("loss"), await read("codes")];
  await executable.release();
  return { loss: loss[0] ?? Number.NaN, codes };
}

test("a piece is found where it is nearest, and its own code is what is read", async () => {
  const right = await run([0, 4, 7, 0, 0, 7]);
  const wrong = await run([4, 0, 7, 0, 4, 7]);
  expect(right.loss).toBeLessThan(1e-3);
  expect(wrong.loss).toBeGreaterThan(10);
  expect(right.codes).toEqual([0, 4, 0, 0, 0, 0]);
});

test("codes are pieces only where every piece has one", () => {
  const parts = (codes: number) => [
    { numbers: [2, 4] as const, codes: 5 },
    { numbers: [0, 2] as const, codes },
  ];
  expect(piecesOf(parts(pieceCount), [0, 2])?.range).toEqual([5, 5 + pieceCount]);
  expect(piecesOf(parts(pieceCount - 1), [0, 2])).toBeNull();
});

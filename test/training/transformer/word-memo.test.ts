import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { loadTextTokenizer } from "../../../model/text/tokenizer.ts";
import { createRng } from "../../../runtime/tensor/index.ts";
import { rememberWords } from "../../../training/transformer/word-memo.ts";
import { drawSample } from "../../../training/world/abilities/draw-sample.ts";
import { kindsOf } from "../../../training/world/abilities/naming.ts";
import { abilities, type TurnPiece } from "../../../training/world/abilities/sample.ts";
import { plan } from "../../../training/world/plan.ts";

test("words that are remembered make the ids of the whole text", () => {
  const file = new URL("../../../checkpoints/tiny/tokenizer.json", import.meta.url);
  const tokenizer = loadTextTokenizer(JSON.parse(readFileSync(file, "utf8")));
  const remembering = rememberWords(tokenizer);
  const pieces = abilities.flatMap((ability) =>
    Array.from({ length: 20 }, (_, i) => {
      const rng = createRng(3, "words", ability, i);
      return drawSample(rng, ability, { split: "seen", phrasing: "taught", canvas: "1:1" }).turns;
    }),
  );
  const texts = pieces
    .flat()
    .flatMap(({ content }): readonly TurnPiece[] => content)
    .map((piece) => (piece.type !== "image" ? piece.text : plan(piece.scene, kindsOf(piece.scene))));
  expect(texts.length).toBeGreaterThan(300);
  for (const text of [...texts, "two  spaces", " a\n b \n", "5 + 7 = 12"])
    expect(remembering.encode(text)).toEqual(tokenizer.encode(text));
});

import { randomKey, uniformAt } from "../../runtime/tensor/index.ts";

/**
 * The seed of the n-th picture, or of what is thought or said before it, in the assistant's turn of that number. The first picture of
 * all has the conversation's own, as a picture that is painted alone.
 */
export const seedOf = (seed: number, kind: "thought" | "picture" | "words", turn: number, n: number): number =>
  kind === "picture" && turn === 0 && n === 0
    ? seed
    : Math.floor(uniformAt(randomKey(seed, kind, turn, n), 0) * 2 ** 32);

import type { Answer, Turn } from "./conversation.ts";

/** Turns with each answer after the turn that it answers. */
export function withAnswers(turns: readonly Turn[], answers: readonly Answer[]): readonly Turn[] {
  const left = [...answers];
  return turns.flatMap((turn, t): readonly Turn[] => {
    const isAsked = turn.role === "user" && turns[t + 1]?.role !== "assistant";
    const answer = isAsked ? left.shift() : undefined;
    return answer ? [turn, { role: "assistant", content: answer.pieces }] : [turn];
  });
}

import type { Sample } from "../../world/abilities/sample.ts";
import type { Scene } from "../../world/scene.ts";
import { picturesOf } from "./answer.ts";
import { judgeEdit, lost, restError } from "./judge-edit.ts";
import type { Judge, Outcome } from "./question.ts";
import { readInstruction } from "./read-instruction.ts";
import { sceneOf, see } from "./see.ts";

/** Largest mean difference outside a change, 0 … 1, at which the rest counts as preserved. */
const KEPT = 0.03;
const nothingKept = { "followed and rest preserved": 0, "rest preserved": 0, "rest error": 1 } as const;

/**
 * Judges changes asked for one after the other: the first of the picture that was shown, each next one of the picture that
 * the change before it was answered with. All must be made. Measured beside: whether everything else stayed in every
 * step, and its mean difference. An instruction that means nothing in the picture it is said of cannot be judged, unless
 * a change before it lost something.
 */
export function judgeEditing(turns: Sample["turns"]): Judge {
  const instructions = turns.filter(({ role }) => role === "user").map(({ content }) => content);
  const [first] = instructions.flat().flatMap((piece) => (piece.type === "image" ? [piece.scene] : []));
  return (answers, drawings) => {
    let before = first as Scene;
    const errors: number[] = [];
    let [whole, kept] = [true, true];
    const end = (pass: boolean, reason: string): Outcome => ({
      pass,
      reason,
      measures: {
        "followed and rest preserved": pass && kept ? 1 : 0,
        "rest preserved": kept ? 1 : 0,
        "rest error": errors.reduce((sum, x) => sum + x, 0) / errors.length,
      },
    });
    for (const [step, content] of instructions.entries()) {
      const words = content.flatMap((piece) => (piece.type === "text" ? [piece.text] : [])).join(" ");
      const asked = readInstruction(words, before);
      if (!asked && !whole) return end(false, `step ${step}: lost what "${words}" is said of`);
      if (!asked) return { pass: null, reason: `"${words}" means nothing in the picture before` };
      const [image] = picturesOf(answers[step] ?? []);
      if (!image) return { pass: false, reason: "no picture", measures: nothingKept };
      const seen = see(image, drawings);
      errors.push(restError(asked, seen, drawings.sprites));
      whole &&= lost(asked, seen).length === 0;
      kept &&= whole && (errors.at(-1) ?? 1) <= KEPT;
      const { pass, reason } = judgeEdit(asked, seen);
      if (!pass) return end(false, instructions.length > 1 ? `step ${step + 1}: ${reason}` : reason);
      before = sceneOf(seen);
    }
    return end(true, instructions.length > 1 ? `${instructions.length} changes as asked` : "as asked");
  };
}

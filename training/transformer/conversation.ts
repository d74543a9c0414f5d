/** Samples as segments of a sequence: what the assistant says is learnt, what the user says is read. */
import { chatParts } from "../../model/text/chat.ts";
import type { TextTokenizer } from "../../model/text/tokenizer.ts";
import type { SampleTurn, TurnPiece, UserTurn } from "../world/abilities/sample.ts";
import { sight } from "../world/abilities/thought.ts";
import { planInOrder } from "../world/plan.ts";
import type { Scene } from "../world/scene.ts";
import { type LessonSegment, learn, lineOf, read } from "./segment.ts";

/** The segments of one picture asked for by words. */
export function paintingSegments(
  tokenizer: TextTokenizer,
  prompt: string,
  words: string | null,
  scene: Scene,
): readonly LessonSegment[] {
  const asked = openTurn(tokenizer, [{ role: "user", content: [{ type: "text", text: prompt }] }]);
  const image: LessonSegment = { type: "image", scene, learnt: true };
  return words === null ? [...asked, image] : [...asked, learn(tokenizer.encode(words)), image];
}

/**
 * A whole conversation in Qwen's chat form. What the assistant says is learnt, up to the token that ends its turn; a plan
 * comes before each of its images. `sights` are lines that say, before an answer, what each picture just shown has where,
 * in the form of plans, learnt, told, or left out; where they are left out, so are thoughts.
 */
export function conversation(
  tokenizer: TextTokenizer,
  turns: readonly SampleTurn[],
  sights: "learnt" | "told" | "none",
): readonly LessonSegment[] {
  const out: LessonSegment[] = [];
  const end = tokenizer.tokenToId("<|im_end|>");
  const newline = tokenizer.encode("\n");
  for (const [i, turn] of turns.entries()) {
    if (turn.role === "user") {
      const asked = openTurn(tokenizer, [turn]);
      out.push(...(i === 0 ? asked : [read(newline), ...asked]));
      continue;
    }
    const lines = sights === "none" ? [] : sightsOf(tokenizer, turns[i - 1]);
    out.push(...lines.map(sights === "told" ? read : learn));
    for (const piece of turn.content)
      if (piece.type !== "thought" || sights !== "none") out.push(...answered(tokenizer, piece));
    if (end !== undefined) out.push(learn([end]));
  }
  return out;
}

/** Ids of a line on each of a turn's pictures. */
const sightsOf = (tokenizer: TextTokenizer, turn: SampleTurn | undefined): readonly (readonly number[])[] =>
  (turn?.content ?? []).flatMap((piece) => (piece.type === "image" ? [lineOf(tokenizer, sight(piece.scene))] : []));

/** One piece of an answer. The plan of an image names objects in the scene's order. */
function answered(tokenizer: TextTokenizer, piece: TurnPiece): readonly LessonSegment[] {
  if (piece.type === "text") return [learn(tokenizer.encode(piece.text))];
  if (piece.type === "thought") return [learn(lineOf(tokenizer, piece.text))];
  const { scene } = piece;
  return [learn(tokenizer.encode(planInOrder(scene))), { type: "image", scene, learnt: true }];
}

/** Turns up to where the assistant is to speak. */
function openTurn(tokenizer: TextTokenizer, turns: readonly UserTurn[]): readonly LessonSegment[] {
  const parts = chatParts<Scene>(
    tokenizer,
    turns.map(({ role, content }) => ({
      role,
      content: content.map((piece) => (piece.type === "image" ? { type: "image", image: piece.scene } : piece)),
    })),
  );
  return parts.map((part) =>
    part.type === "text" ? read(part.ids) : { type: "image", scene: part.image, learnt: false },
  );
}

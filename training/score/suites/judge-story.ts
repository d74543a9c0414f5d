/** Whether the pictures of a story show what its sentences tell, each going on from the one before. */
import { kindName, sameKind } from "../../world/kinds.ts";
import type { Expectation } from "../../world/prompts.ts";
import { judge, type Verdict } from "../judge.ts";
import { readPrompt } from "../read-prompt.ts";
import type { Answer } from "./answer.ts";
import { judgeEdit, lost } from "./judge-edit.ts";
import { readInstruction } from "./read-instruction.ts";
import { type Seen, sceneOf } from "./see.ts";

interface Beat {
  readonly text: string;
  readonly seen: Seen;
}

export interface StoryVerdict extends Verdict {
  /** Beats that show what they tell, of those asked for, 0 … 1. */
  readonly beats: number;
}

/**
 * Decides whether a story of so many beats is one. The first picture must show who was asked for, and nobody else; each
 * next one what its sentence says happens, with everything else where it was.
 */
export function judgeStory(
  answer: Answer,
  look: (piece: Answer[number] & { type: "image" }) => Seen,
  want: Wanted,
): StoryVerdict {
  const beats = beatsOf(answer, look);
  const verdicts = beats.slice(0, want.beats).map((beat, i) => judgeBeat(beat, beats[i - 1], want.who));
  const wrong = verdicts.findIndex(({ pass }) => !pass);
  const share = verdicts.filter(({ pass }) => pass).length / want.beats;
  if (wrong >= 0) return { pass: false, reason: `beat ${wrong + 1}: ${verdicts[wrong]?.reason}`, beats: share };
  if (beats.length !== want.beats)
    return { pass: false, reason: `expected ${want.beats} pictures, got ${beats.length}`, beats: share };
  return { pass: true, reason: `${beats.length} beats hold together`, beats: share };
}

export interface Wanted {
  readonly beats: number;
  readonly who: Expectation["objects"];
}

/** Each picture with the words since the one before. */
function beatsOf(answer: Answer, look: (piece: Answer[number] & { type: "image" }) => Seen): readonly Beat[] {
  const beats: Beat[] = [];
  let text = "";
  for (const piece of answer) {
    if (piece.type === "text") text += piece.text;
    else if (piece.type === "image") {
      beats.push({ text: text.trim(), seen: look(piece) });
      text = "";
    }
  }
  return beats;
}

function judgeBeat({ text, seen }: Beat, before: Beat | undefined, who: Wanted["who"]): Verdict {
  if (!before) return judgeOpening(text, seen, who);
  const asked = readInstruction(text.replace(/^next:\s*/i, ""), sceneOf(before.seen));
  if (!asked) return { pass: false, reason: `"${text.slice(0, 60)}" says nothing that can happen` };
  const verdict = judgeEdit(asked, seen);
  if (!verdict.pass) return verdict;
  const [missing] = lost(asked, seen);
  if (missing) return { pass: false, reason: `the ${kindName(missing.kind)} did not stay` };
  if (seen.background !== asked.background) return { pass: false, reason: "the background changed" };
  const number = asked.before.objects.length - (asked.gone ? 1 : 0) + (asked.come.length > 0 ? 1 : 0);
  if (!asked.count && seen.detections.length !== number)
    return { pass: false, reason: `expected ${number} objects, found ${seen.detections.length}` };
  return verdict;
}

function judgeOpening(text: string, { detections }: Seen, who: Wanted["who"]): Verdict {
  const named = readPrompt(text).objects;
  const unnamed = who.find(({ kind }) => !named.some((each) => sameKind(each.kind, kind)));
  if (unnamed) return { pass: false, reason: `the first sentence names no ${kindName(unnamed.kind)}` };
  const shown = judge(detections, { objects: who, exact: true, relation: null });
  const number = who.reduce((sum, { count }) => sum + count, 0);
  if (!shown.pass || detections.length === number) return shown;
  return { pass: false, reason: `expected ${number} objects, found ${detections.length}` };
}

/** The judge of each ability: an exercise in, what decides about answers to it out. */
import { countOf, kindsOf } from "../../world/abilities/naming.ts";
import type { Ability, Sample, TurnPiece } from "../../world/abilities/sample.ts";
import type { Expectation } from "../../world/prompts.ts";
import type { Scene } from "../../world/scene.ts";
import { judge } from "../judge.ts";
import { type Answer, picturesOf, textOf } from "./answer.ts";
import { judgeClip } from "./judge-clip.ts";
import { judgeEditing } from "./judge-editing.ts";
import { judgeInContext, judgeRiddle, judgeSubject } from "./judge-scene.ts";
import { judgeStory } from "./judge-story.ts";
import { judgeAnswer, judgeCaption } from "./judge-text.ts";
import type { Judge, Outcome } from "./question.ts";
import { type Drawings, type Seen, see } from "./see.ts";

type Turns = Sample["turns"];

/** A picture that was asked for in words, by the rules of GenEval. */
export const drawJudge =
  (expected: Expectation): Judge =>
  (answers, drawings) =>
    onPicture(answers, drawings, ({ detections }) => judge(detections, expected));

/** Judges of the abilities whose exercises are conversations. */
export const judges: { readonly [A in Exclude<Ability, "draw">]: (turns: Turns) => Judge } = {
  describe:
    (turns) =>
    ([answer = []]) =>
      judgeCaption(textOf(answer), onlyScene(turns[0])),
  ask:
    (turns) =>
    ([answer = []]) =>
      judgeAnswer(textOf(answer), wordsOf(turns[1])),
  edit: judgeEditing,
  subject: (turns) => (answers, drawings) =>
    onPicture(answers, drawings, (seen) => judgeSubject(seen, onlyScene(turns[1]))),
  "in-context": (turns) => (answers, drawings) =>
    onPicture(answers, drawings, (seen) => judgeInContext(seen, onlyScene(turns[1]))),
  story:
    (turns) =>
    ([answer = []], drawings) => {
      const scenes = scenesOf(turns[1]);
      const [first] = scenes as [Scene];
      const who = kindsOf(first).map((kind) => ({ kind, count: countOf(first, kind) }));
      const look = (piece: { readonly image: Seen["image"] }) => see(piece.image, drawings);
      const { beats, ...verdict } = judgeStory(answer, look, { beats: scenes.length, who });
      return { ...verdict, measures: { "beats right": beats } };
    },
  clip:
    (turns) =>
    ([answer = []], drawings) => {
      const seen = picturesOf(answer).map((image) => see(image, drawings));
      return judgeClip(seen, scenesOf(turns[1]), scenesOf(turns[0]).length > 0);
    },
  riddle: (turns) => (answers, drawings) => {
    const thought = { said: textOf(answers[0] ?? []), right: wordsOf(turns[1]) };
    return onPicture(answers, drawings, (seen): Outcome => {
      const { thought: right, ...verdict } = judgeRiddle(seen, onlyScene(turns[1]), thought);
      return { ...verdict, measures: thought.said === "" ? {} : { "thought right": right ? 1 : 0 } };
    });
  },
};

/** The first picture of the first answer, judged. */
function onPicture([answer = []]: readonly Answer[], drawings: Drawings, verdict: (seen: Seen) => Outcome): Outcome {
  const [image] = picturesOf(answer);
  return image ? verdict(see(image, drawings)) : { pass: false, reason: "no picture" };
}

type Content = Turns[number] | undefined;

const scenesOf = (turn: Content): readonly Scene[] =>
  (turn?.content ?? []).flatMap((piece: TurnPiece) => (piece.type === "image" ? [piece.scene] : []));

const onlyScene = (turn: Content): Scene => scenesOf(turn)[0] as Scene;

const wordsOf = (turn: Content): string =>
  (turn?.content ?? [])
    .flatMap((piece) => (piece.type === "text" ? [piece.text] : []))
    .join("")
    .trim();

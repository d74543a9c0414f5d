/** What nodes say to the model is, token for token, what it was taught to read. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { scheduleFor } from "../../../model/schedule.ts";
import { chatParts } from "../../../model/text/chat.ts";
import type { TextTokenizer } from "../../../model/text/tokenizer.ts";
import type { Picture } from "../../../model/vision/codec.ts";
import { answerQuestion } from "../../../nodes/abilities/answer-question.ts";
import { drawSubject } from "../../../nodes/abilities/draw-subject.ts";
import { editImage } from "../../../nodes/abilities/edit-image.ts";
import { editLikeExamples } from "../../../nodes/abilities/edit-like-examples.ts";
import { interleavedStory } from "../../../nodes/abilities/interleaved-story.ts";
import { thinkThenDraw } from "../../../nodes/abilities/think-then-draw.ts";
import { loadCheckpoint } from "../../../nodes/checkpoint/load.ts";
import type { LoadedModel } from "../../../nodes/checkpoint/loaded-model.ts";
import type { Turn } from "../../../nodes/talking/conversation.ts";
import { turnSegments } from "../../../nodes/talking/turn-segments.ts";
import { createRecordingContext } from "../../../nodes/testing/recording-context.ts";
import { extendVideo } from "../../../nodes/video/extend-video.ts";
import { generateVideo } from "../../../nodes/video/generate-video.ts";
import { createRng } from "../../../runtime/tensor/index.ts";
import { conversation } from "../../../training/transformer/conversation.ts";
import { drawSample } from "../../../training/world/abilities/draw-sample.ts";
import { kindsOf } from "../../../training/world/abilities/naming.ts";
import {
  type Ability,
  abilities,
  type Sample,
  type SampleTurn,
  type TurnPiece,
} from "../../../training/world/abilities/sample.ts";
import { sight } from "../../../training/world/abilities/thought.ts";
import { plan } from "../../../training/world/plan.ts";
import { tinyConfig } from "../random-checkpoint.ts";
import { workFolder } from "../work-folder.ts";

const work = workFolder();
let model: LoadedModel;
beforeAll(async () => {
  model = await loadCheckpoint(work.checkpoint);
});
afterAll(() => model.release());

const { grids } = scheduleFor(tinyConfig);
const codes = grids.map(([h, w]) => new Int32Array(h * w));
const sample = (ability: Ability, i: number): Sample =>
  drawSample(createRng(7, ability, i), ability, { split: "seen", phrasing: "taught", canvas: "1:1" });

/** A turn of a sample as nodes have it: the assistant says what it saw, and plans an image before it paints. */
const asTurn = ({ role, content }: SampleTurn, before: SampleTurn | undefined): Turn => ({
  role,
  content: [
    ...(role === "assistant" ? sightsOf(before) : []),
    ...content.flatMap((piece: TurnPiece) => asParts(piece, role)),
  ],
});

const asParts = (piece: TurnPiece, role: Turn["role"]): Turn["content"] => {
  if (piece.type !== "image") return [piece];
  const image = { type: "image", codes } as const;
  return role === "user" ? [image] : [{ type: "plan", text: plan(piece.scene, kindsOf(piece.scene)) }, image];
};

const sightsOf = (turn: SampleTurn | undefined): Turn["content"] =>
  (turn?.content ?? []).flatMap((piece) =>
    piece.type === "image" ? [{ type: "thought" as const, text: sight(piece.scene) }] : [],
  );

const tokensOf = (segments: readonly { readonly type: string; readonly ids?: readonly number[] }[]) =>
  segments.flatMap(({ type, ids }): readonly (number | string)[] => (type === "text" ? (ids ?? []) : [type]));

test.each(abilities.filter((each) => each !== "draw"))("a conversation to %s is read as its lesson", (ability) => {
  for (let i = 0; i < 4; i++) {
    const { turns } = sample(ability, i);
    const said = turns
      .map((turn, t) => asTurn(turn, turns[t - 1]))
      .flatMap((turn, t) => turnSegments(model.tokenizer, turn, { first: t === 0, grids }));
    expect(tokensOf(said)).toEqual(tokensOf(conversation(model.tokenizer, turns, "learnt")));
  }
});

const picture: Picture = { height: 64, width: 64, data: new Uint8Array(64 * 64 * 3) };
const list = [picture];
const { ctx } = createRecordingContext();
const wish = {
  ...{ guidance: 0, temperature: undefined, topK: undefined, topP: undefined },
  ...{ wordGuidance: undefined, preview: false, think: false, seed: 0 },
};
const wordsOf = ({ content }: SampleTurn) => content.flatMap((piece) => (piece.type === "text" ? [piece.text] : []));

/** Asks what a sample asks, by the node of its ability. */
const asks: { readonly [A in Exclude<Ability, "draw" | "describe">]: (sample: Sample, model: LoadedModel) => unknown } =
  {
    ask: ({ turns: [asked] }, model) =>
      answerQuestion.run({ model, image: list, question: said(asked)[0] ?? "", limit: 1 }, ctx),
    edit: ({ turns }, model) => {
      const told = turns.filter(({ role }) => role === "user").flatMap(wordsOf);
      const instruction = told.map((each) => each.replace(/\.$/, "")).join("\n");
      return editImage.run({ model, image: list, instruction, ...wish }, ctx);
    },
    subject: ({ turns: [asked] }, model) =>
      drawSubject.run({ model, image: list, prompt: said(asked)[0] ?? "", ...wish }, ctx),
    "in-context": ({ turns: [asked] }, model) => {
      const words = said(asked);
      const pairs = Array.from({ length: words.filter((each) => each === ". ").length }, () => picture);
      const inputs = { model, before: pairs, after: pairs, image: list, becomes: words[0] ?? "" };
      return editLikeExamples.run({ ...inputs, ...wish }, ctx);
    },
    story: ({ turns: [asked] }, model) =>
      interleavedStory.run({ model, prompt: said(asked)[0] ?? "", pictures: 1, aspect: "1:1", limit: 1, ...wish }, ctx),
    riddle: ({ turns: [asked] }, model) =>
      thinkThenDraw.run({ model, prompt: said(asked)[0] ?? "", aspect: "1:1", limit: 1, ...wish }, ctx),
    clip: ({ category, turns: [asked] }, model) => {
      const prompt = said(asked)[0] ?? "";
      return category === "text-to-clip"
        ? generateVideo.run({ model, prompt, frames: 1, aspect: "1:1", ...wish }, ctx)
        : extendVideo.run({ model, image: list, prompt, frames: 2, ...wish }, ctx);
    },
  };
const said = (turn: SampleTurn | undefined) => (turn ? wordsOf(turn) : []);

/** The same tokenizer, which notes what it is given. */
function noting(tokenizer: TextTokenizer): { readonly tokenizer: TextTokenizer; readonly noted: string[] } {
  const noted: string[] = [];
  const encode: TextTokenizer["encode"] = (text, options) => {
    noted.push(text);
    return tokenizer.encode(text, options);
  };
  return { tokenizer: { ...tokenizer, encode }, noted };
}

describe.each(Object.entries(asks))("the node for %s", (ability, ask) => {
  test("asks in the words and the order of the lessons", async () => {
    for (let i = 0; i < 2; i++) {
      const taught = sample(ability as Ability, i);
      const lesson = noting(model.tokenizer);
      for (const turn of taught.turns) {
        if (turn.role !== "user") continue;
        const shown = turn.content.map((piece) => (piece.type === "image" ? { ...piece, image: piece.scene } : piece));
        chatParts(lesson.tokenizer, [{ role: "user", content: shown }]);
      }
      const node = noting(model.tokenizer);
      await ask(taught, { ...model, tokenizer: node.tokenizer });
      const left = node.noted[Symbol.iterator]();
      const missed = lesson.noted.filter((text) => ![...take(left, text)].includes(text));
      expect(missed).toEqual([]);
    }
  });
});

/** What comes, up to the text that is looked for. */
function* take(texts: Iterator<string>, wanted: string): Generator<string> {
  for (let next = texts.next(); next.done !== true; next = texts.next()) {
    yield next.value;
    if (next.value === wanted) return;
  }
}

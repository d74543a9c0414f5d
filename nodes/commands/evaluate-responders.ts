/** Who answers the questions of an evaluation. */

import type { Question, Request, Responder } from "../../training/score/suites/question.ts";
import { oracle } from "../../training/score/suites/responders.ts";
import type { Drawings } from "../../training/score/suites/see.ts";
import type { Image } from "../../training/world/image.ts";
import type { Canvas } from "../../training/world/vocabulary.ts";
import type { LoadedModel } from "../checkpoint/loaded-model.ts";
import { chooseCanvas } from "../painting/choose-canvas.ts";
import type { SamplingWish } from "../painting/sampling.ts";
import { fitPicture } from "../pictures/fit-picture.ts";
import type { Answer, Part } from "../talking/conversation.ts";
import { converse } from "../talking/converse.ts";
import { planSampling } from "../talking/write-plan.ts";

export interface ModelResponderOptions extends SamplingWish {
  /** Never plan a picture in words first. */
  readonly direct: boolean;
  readonly wordGuidance?: number | undefined;
}

/** The model itself: each request is a conversation, those of a batch are held side by side. */
export function modelResponder(model: LoadedModel, { direct, ...wish }: ModelResponderOptions): Responder {
  return async (requests, signal) => {
    const [first] = requests;
    if (!first) return [];
    const { form, pictures, canvas } = first;
    const { grids } = chooseCanvas(model, canvas);
    const conversations = [];
    for (const request of requests) conversations.push(await conversation(model, request));
    const thinking = direct ? false : first.thinking;
    const plans = first.open ? planSampling(model) : undefined;
    // As the nodes for stories and riddles ask: for so many pictures, neither more nor less.
    const asked = { form, pictures, least: pictures, grids, thinking, plans } as const;
    const heard = await converse(model, conversations, { ...asked, ...wish, signal });
    return heard.map((answers) => answers.map(answerOf));
  };
}

/** The right answers, each picture through the model's visual tokenizer and back. */
export const ceilingResponder = (model: LoadedModel, questions: readonly Question[], drawings: Drawings): Responder =>
  oracle(questions, drawings, async (image, canvas) => {
    const { grids } = chooseCanvas(model, canvas);
    return model.codec.decode(await encode(model, image, canvas), grids);
  });

async function conversation(model: LoadedModel, { turns, canvas, seed }: Request) {
  const said: { readonly role: "user"; readonly content: readonly Part[] }[] = [];
  for (const turn of turns) {
    const content: Part[] = [];
    for (const piece of turn)
      content.push(piece.type === "text" ? piece : { type: "image", codes: await encode(model, piece.image, canvas) });
    said.push({ role: "user", content });
  }
  return { turns: said, seed };
}

async function encode(model: LoadedModel, image: Image, canvas: Canvas): Promise<readonly Int32Array[]> {
  const schedule = chooseCanvas(model, canvas);
  return model.codec.encode(await fitPicture(image, schedule), schedule.grids);
}

const answerOf = ({ pieces }: Answer) =>
  pieces.map((piece) => (piece.type === "image" ? { type: piece.type, image: piece.picture } : piece));

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Picture } from "../../model/vision/codec.ts";
import { editImage } from "../../nodes/abilities/edit-image.ts";
import { loadCheckpoint } from "../../nodes/checkpoint/load.ts";
import type { LoadedModel } from "../../nodes/checkpoint/loaded-model.ts";
import { generateAnswer } from "../../nodes/conversation/generate-answer.ts";
import { generateText } from "../../nodes/conversation/generate-text.ts";
import { sequence } from "../../nodes/conversation/sequence.ts";
import type { Talk } from "../../nodes/talking/conversation.ts";
import { interleave } from "../../nodes/talking/interleave.ts";
import { createRecordingContext } from "../../nodes/testing/recording-context.ts";
import { workFolder } from "./work-folder.ts";

const work = workFolder();
let model: LoadedModel;
beforeAll(async () => {
  model = await loadCheckpoint(work.checkpoint);
});
afterAll(() => model.release());

const picture = (salt: number, height = 48, width = 80): Picture => ({
  height,
  width,
  data: Uint8Array.from({ length: height * width * 3 }, (_, i) => (i * salt) % 251),
});
const wish = {
  ...{ guidance: undefined, temperature: undefined, topK: undefined, topP: undefined },
  ...{ wordGuidance: undefined, preview: true, think: false },
};
const words = { limit: 6, seed: 0, temperature: undefined, topK: undefined, topP: undefined };
const { ctx } = createRecordingContext();

type Slots = Partial<Record<"a" | "b" | "c" | "d", readonly Picture[]>>;
const say = async (text: string, slots: Slots = {}, before?: Talk, role: "user" | "assistant" = "user") => {
  const none = { a: undefined, b: undefined, c: undefined, d: undefined };
  return (await sequence.run({ model, before, text, ...none, ...slots, role, aspect: "1:1" }, ctx)).conversation;
};

describe("interleave", () => {
  const [one, two] = [[Int32Array.of(1)], [Int32Array.of(2)]];
  const shape = (template: string) =>
    interleave(template, { a: [one, two], b: [two], c: undefined }).map((part) =>
      part.type === "image" ? part.codes[0]?.[0] : part.type === "text" ? part.text : "",
    );

  test("pictures stand where the text names them, and braces can be written", () => {
    expect(shape("{a} becomes { b }. {{c}}")).toEqual([1, 2, " becomes ", 2, ". {c}"]);
    expect(shape("")).toEqual([]);
  });

  test("a slot without a picture and a lone brace are told", () => {
    expect(() => shape("{c}")).toThrow(
      "The text names the picture {c}, and nothing is linked there; linked are: a, b.",
    );
    expect(() => shape("a { b")).toThrow("Braces do not pair");
  });
});

describe("Sequence", () => {
  test("has the shape of its first picture, of what came before, or of its aspect", async () => {
    const shown = await say("{a}What is it?", { a: [picture(7)] });
    expect([shown.canvas.width, shown.canvas.height]).toEqual([80, 48]);
    const next = await say("{a}And this?", { a: [picture(7, 64, 64)] }, shown);
    expect([next.turns.length, next.canvas]).toEqual([2, shown.canvas]);
    expect((await say("a cat")).canvas.width).toBe(64);
  });
});

describe("Generate Text", () => {
  test("tells its words as it writes them, and the conversation goes on with them", async () => {
    const talk = await say("{a}What is it?", { a: [picture(7)] });
    const lines: string[] = [];
    const parts: string[] = [];
    const listening = {
      ...ctx,
      text: (line: string, { continues = false } = {}) => {
        parts.push(line);
        lines.push(continues ? `${lines.pop()}${line}` : line);
      },
    };
    const first = await generateText.run({ model, conversation: talk, ...words }, listening);
    expect(lines.join("\n")).toBe(first.text);
    expect(parts.length).toBeGreaterThan(1);
    expect(first.conversation.turns.map(({ role }) => role)).toEqual(["user", "assistant"]);
    expect(await generateText.run({ model, conversation: talk, ...words }, ctx)).toEqual(first);
  });

  test("its seed counts where words are drawn", async () => {
    const conversation = await say("two cats");
    const draw = (seed: number) => generateText.run({ model, conversation, ...words, topP: 1, seed }, ctx);
    expect(await draw(1)).toEqual(await draw(1));
    expect((await draw(1)).text).not.toBe((await draw(2)).text);
  });

  test("a conversation that the assistant ends has nothing to answer", async () => {
    const conversation = await say("a cat", {}, await say("what?"), "assistant");
    const written = generateText.run({ model, conversation, ...words }, ctx);
    await expect(written).rejects.toMatchObject({ code: "NODES_NOTHING_ASKED" });
  });
});

describe("Generate Answer", () => {
  const answer = (conversation: Talk, options: object) =>
    generateAnswer.run(
      { model, conversation, form: "pictures", pictures: 1, least: 1, limit: 4, seed: 1, ...wish, ...options },
      ctx,
    );

  test("in pictures it does what Edit Image does, step by step", async () => {
    const image = [picture(7)];
    const edited = await editImage.run({ model, image, instruction: "add a cat\ntwo stars", seed: 1, ...wish }, ctx);
    const first = await answer(await say("{a}add a cat.", { a: image }), {});
    expect(first.image).toEqual(edited.steps.slice(0, 1));
    const second = await answer(await say("two stars.", {}, first.conversation), {});
    expect(second.image).toEqual(edited.image);
  });

  test("in lines it has words before each picture, and says where a picture is missing", async () => {
    const talk = await say("a red star");
    const { image, conversation } = await answer(talk, { form: "lines", pictures: 2, least: 2 });
    expect(image.length).toBe(2);
    const kinds = conversation.turns[1]?.content.map(({ type }) => type);
    expect(kinds).toEqual(["text", "image", "text", "image"]);
    const wordy = answer(talk, { form: "lines", least: 0, limit: 1 });
    await expect(wordy).rejects.toMatchObject({ code: "NODES_ANSWER_WITHOUT_PICTURE" });
  });
});

import { beforeAll, describe, expect, test } from "vitest";
import { hostOf, type Runner, type Value } from "../../../model/runner.ts";
import { scheduleFor } from "../../../model/schedule.ts";
import { loadCheckpoint } from "../../../nodes/checkpoint/load.ts";
import type { LoadedModel } from "../../../nodes/checkpoint/loaded-model.ts";
import { paint } from "../../../nodes/painting/paint.ts";
import type { Conversation, Part } from "../../../nodes/talking/conversation.ts";
import { type ConverseOptions, converse, type ScaleHeard } from "../../../nodes/talking/converse.ts";
import { type HostTensor, randomKey, uniforms } from "../../../runtime/tensor/index.ts";
import { tinyConfig } from "../random-checkpoint.ts";
import { workFolder } from "../work-folder.ts";

const work = workFolder();
let model: LoadedModel;
/** The same, as if trained to plan. */
let planner: LoadedModel;
/** And as if trained to say what it sees before it answers. */
let looker: LoadedModel;
beforeAll(async () => {
  model = await loadCheckpoint(work.checkpoint);
  planner = { ...model, sampling: { ...model.sampling, think: { temperature: 1, topP: 0.95 } } };
  looker = { ...model, sampling: { ...model.sampling, think: { temperature: 1, topP: 0.95, thoughts: true } } };
});

const { grids } = scheduleFor(tinyConfig);
const text = (value: string): Part => ({ type: "text", text: value });
const image = (seed: number): Part => ({
  type: "image",
  codes: grids.map(([h, w], k) =>
    Int32Array.from(uniforms(randomKey(seed, "test", k), h * w), (u) => Math.floor(16 * u)),
  ),
});
const ask = (seed: number, ...asked: readonly (readonly Part[])[]): Conversation => ({
  turns: asked.map((content) => ({ role: "user", content })),
  seed,
});
const say = (conversations: readonly Conversation[], options: Omit<ConverseOptions, "grids">, which = model) =>
  converse(which, conversations, { grids, ...options });

test("a picture asked for by words alone is the one that paint makes", async () => {
  for (const which of [model, planner]) {
    const [painted, [[answer] = []]] = [
      await paint(which, { prompts: ["a red star"], seeds: [7], grids: grids }),
      await say([ask(7, [text("a red star")])], { form: "pictures" }, which),
    ];
    expect(answer?.pieces.at(-1)).toEqual({ type: "image", codes: painted.codes[0], picture: painted.pictures[0] });
    expect(answer?.pieces.length).toBe(which === planner ? 2 : 1);
    expect(answer?.end).toBe("complete");
  }
});

const forms: readonly Omit<ConverseOptions, "grids">[] = [
  { form: "words", limit: 6 },
  { form: "pictures", pictures: 2, topK: 0 },
  { form: "pictures", pictures: 1, guidance: 0 },
  { form: "pictures", pictures: 2, wordGuidance: 1 },
  { form: "lines", pictures: 3, limit: 12 },
];

describe.each(forms)("%o", (options) => {
  const long = ask(5, [image(1), text("two cats, and a star beside them")], [text("a rocket")]);
  const short = ask(6, [image(2), text("a star")], [text("two blue circles")]);

  test("what is answered does not depend on what is answered beside it", async () => {
    const together = await say([long, short], options, planner);
    expect(together.map((answers) => answers.length)).toEqual([2, 2]);
    expect(await say([long], options, planner)).toEqual(together.slice(0, 1));
    expect(await say([short], options, planner)).toEqual(together.slice(1));
  });

  test("seeds decide, and repeat", async () => {
    const again = { ...short, seed: 7 };
    expect(await say([short], options, planner)).toEqual(await say([short], options, planner));
    if (options.form !== "words")
      expect(await say([again], options, planner)).not.toEqual(await say([short], options, planner));
  });
});

test.each<Omit<ConverseOptions, "grids">>([
  { form: "pictures", pictures: 1 },
  { form: "pictures", pictures: 2, wordGuidance: 1 },
])("a conversation that goes on is what it is with the first answer given: %o", async (options) => {
  const asked = ask(5, [image(1), text("two cats, and a star beside them")], [text("a rocket")]);
  const [[first, second] = []] = await say([asked], options);
  const [before, after] = asked.turns;
  const turns = [before, { role: "assistant", content: first?.pieces }, after] as Conversation["turns"];
  const [[again] = []] = await say([{ turns, seed: 5 }], options);
  expect(again).toEqual(second);
});

test("a line before a picture ends in a line break, and there are as many pictures as there have to be", async () => {
  const stories = [ask(3, [text("a story")]), ask(4, [text("two cats")])];
  for (const [answer] of await say(stories, { form: "lines", pictures: 3, least: 3, limit: 5 }, planner)) {
    const kinds = answer?.pieces.map(({ type }) => type).join(" ");
    expect(kinds).toBe("text plan image text plan image text plan image");
    expect(answer?.end).toBe("complete");
    for (const piece of answer?.pieces ?? []) if (piece.type === "text") expect(piece.text).toMatch(/\n$/);
  }
});

test("who looks writes a line of each picture just shown and one of the answer, whatever is shown beside it", async () => {
  const two = ask(5, [image(1), text("and"), image(2)], [text("a rocket")]);
  const one = ask(6, [image(3), text("a star")], [image(1)]);
  const together = await say([two, one], { form: "pictures" }, looker);
  const kinds = together.map((answers) => answers.map(({ pieces }) => pieces.map(({ type }) => type).join(" ")));
  expect(kinds).toEqual([
    ["thought thought thought plan image", "thought plan image"],
    ["thought thought plan image", "thought thought plan image"],
  ]);
  const [first] = together[0]?.[0]?.pieces ?? [];
  expect(first?.type === "thought" && first.text).toMatch(/^d4/);
  expect(await say([two], { form: "pictures" }, looker)).toEqual(together.slice(0, 1));
  expect(await say([one], { form: "pictures" }, looker)).toEqual(together.slice(1));
  const [[silent] = []] = await say([two], { form: "pictures", thinking: false }, looker);
  expect(silent?.pieces.map(({ type }) => type)).toEqual(["image"]);
});

test("a clip is thought through before its first picture; pictures after the first each have their thought, with its number", async () => {
  const asked = ask(3, [text("a star that moves")]);
  const kindsOf = async (form: "pictures" | "lines", pictures: number) => {
    const [[answer] = []] = await say([asked], { form, pictures, least: pictures, limit: 6 }, looker);
    const thoughts = answer?.pieces.flatMap((piece) => (piece.type === "thought" ? [piece.text] : [])) ?? [];
    if (pictures > 1) expect(thoughts.at(-1)).toMatch(/^2/);
    if (pictures > 1 && form === "pictures") expect(thoughts[0]).toMatch(/^d4/);
    return answer?.pieces.map(({ type }) => type).join(" ");
  };
  expect(await kindsOf("pictures", 2)).toBe("thought plan image thought plan image");
  expect(await kindsOf("pictures", 1)).toBe("plan image");
  expect(await kindsOf("lines", 2)).toBe("text plan image thought text plan image");
});

test("scales are heard in order, with the codes so far, and words as they grow", async () => {
  const heard: ScaleHeard[] = [];
  const lengths: number[] = [];
  await say(
    [ask(1, [image(1), text("a star")])],
    {
      form: "pictures",
      pictures: 2,
      onScale: (scale) => void heard.push({ ...scale, codes: scale.codes.map((codes) => [...codes]) }),
      onWords: ({ texts }) => void lengths.push(texts[0]?.length ?? 0),
    },
    planner,
  );
  expect(heard.map(({ picture, scale }) => [picture, scale])).toEqual(
    [0, 1].flatMap((picture) => grids.map((_, scale) => [picture, scale])),
  );
  for (const { scale, codes } of heard) expect(codes[0]?.length).toBe(scale + 1);
  expect(lengths.length).toBeGreaterThan(0);
});

test("what a model cannot do is told before it begins", async () => {
  const blind = { ...model, config: { ...model.config, context_final_grid: false } };
  const shown = [ask(1, [image(1), text("what is it?")])];
  await expect(say(shown, { form: "words" }, blind)).rejects.toMatchObject({ code: "NODES_CANNOT_READ_PICTURES" });
  const film = say([ask(1, [text("a clip")])], { form: "pictures", pictures: 4 }, blind);
  await expect(film).rejects.toMatchObject({ code: "NODES_CANNOT_READ_PICTURES" });
  await expect(say([{ turns: [], seed: 0 }], { form: "words" })).rejects.toMatchObject({ code: "NODES_NOTHING_ASKED" });
  const wrong = [ask(1, [{ type: "image", codes: [Int32Array.of(1)] }, text("what is it?")])];
  await expect(say(wrong, { form: "words" })).rejects.toThrow("grids of 1, 4, 9, 16 cells was expected, got 1.");
  const mixed = [ask(1, [text("a")]), ask(1, [text("a")], [text("b")])];
  await expect(say(mixed, { form: "words" })).rejects.toMatchObject({ code: "NODES_TALKS_DIFFER" });
});

describe("every context is freed once", () => {
  const asked = ask(1, [image(1), text("a star")], [text("two cats")]);
  const forms: readonly Omit<ConverseOptions, "grids">[] = [
    { form: "pictures", pictures: 2, wordGuidance: 1 },
    { form: "lines", pictures: 2, limit: 4 },
  ];

  test.each(forms)("at the end of %o", async (options) => {
    const { counted, freed } = countFrees(looker);
    await say([asked, ask(2, [image(1), image(2)], [text("two cats")])], options, counted);
    expect(freed().every((times) => times === 1)).toBe(true);
    expect(freed().length).toBeGreaterThan(0);
  });

  test.each([1, 3, 6, 9])("when stopped at scale %i", async (when) => {
    const { counted, freed } = countFrees(planner);
    const stop = new AbortController();
    let scales = 0;
    const onScale = () => {
      if (++scales === when) stop.abort();
    };
    const talking = say(
      [asked],
      { form: "lines", pictures: 3, least: 3, limit: 3, signal: stop.signal, onScale },
      counted,
    );
    await expect(talking).rejects.toThrow("aborted");
    expect(freed().every((times) => times === 1)).toBe(true);
  });

  test("when stopped at a word", async () => {
    const { counted, freed } = countFrees(planner);
    const stop = new AbortController();
    const onWords = () => stop.abort();
    const talking = say([asked], { form: "words", signal: stop.signal, onWords }, counted);
    await expect(talking).rejects.toThrow("aborted");
    expect(freed().every((times) => times === 1)).toBe(true);
  });
});

/** The same model, whose transformer gives values as a device does; `freed` says how often each was. */
function countFrees(of: LoadedModel): { readonly counted: LoadedModel; readonly freed: () => readonly number[] } {
  const times: number[] = [];
  const hold = (value: HostTensor): Value => {
    const i = times.push(0) - 1;
    const { shape, dtype } = value;
    return { shape, dtype, read: async () => value, release: () => void times.splice(i, 1, (times[i] ?? 0) + 1) };
  };
  const onHost = async (values: Readonly<Record<string, Value>>) =>
    Object.fromEntries(
      await Promise.all(Object.keys(values).map(async (name) => [name, await hostOf(values, name)] as const)),
    );
  const runner: Runner = {
    ...of.runner,
    textLogits: async (inputs) => of.runner.textLogits(await onHost(inputs)),
    visionLogits: async (inputs) => of.runner.visionLogits(await onHost(inputs)),
    transformer: async (inputs) => {
      const out = await onHost(await of.runner.transformer(await onHost(inputs)));
      return Object.fromEntries(Object.entries(out).map(([name, value]) => [name, hold(value)]));
    },
  };
  return { counted: { ...of, runner }, freed: () => times };
}

import type { LoadedModel } from "../checkpoint/loaded-model.ts";
import type { Answer } from "./conversation.ts";
import { paintPlanned } from "./paint-planned.ts";
import { append, joinReadings, partReading, type Reading } from "./reading.ts";
import type { AnswerOptions, Draft, DraftPiece, Round } from "./round.ts";
import { seedOf } from "./seed-of.ts";
import { type Line, writeLine } from "./write-line.ts";
import { planSampling } from "./write-plan.ts";
import { writeThought, writeThoughts } from "./write-thoughts.ts";
import { likeliest } from "./write-words.ts";

/** The model's answers to the turns that `before` ends with. */
export async function answer(
  model: LoadedModel,
  before: Reading,
  options: AnswerOptions,
): Promise<{ readonly reading: Reading; readonly drafts: readonly Draft[] }> {
  const { form, pictures, least = 0, seeds, turn, goesOn, signal } = options;
  const thinking = options.thinking ?? model.sampling.think !== undefined;
  const thinks = thinking && model.sampling.think?.thoughts === true;
  const begun = thinks ? await thinkFirst(model, before, options) : { reading: before, lines: seeds.map(() => []) };
  const pieces = begun.lines.map((lines): DraftPiece[] => lines.map((text) => ({ type: "thought", text })));
  const ends = new Map<number, Answer["end"]>();
  const parted: { readonly who: readonly number[]; readonly reading: Reading }[] = [];
  let live: readonly number[] = [...seeds.keys()];
  let { reading } = begun;
  const rounds = form === "words" ? 1 : pictures;
  /** Lets those leave who have said all. */
  const keepLive = async () => {
    const at = [...live.keys()];
    const leaves = at.filter((k) => ends.has(live[k] as number));
    if (leaves.length === 0) return;
    const stays = at.filter((k) => !leaves.includes(k));
    const groups = [leaves, stays].filter(({ length }) => length > 0);
    const [left, stayed] = groups.length > 1 ? await partReading(reading, groups) : [reading];
    parted.push({ who: leaves.map((k) => live[k] as number), reading: left as Reading });
    reading = stayed ?? reading;
    live = stays.map((k) => live[k] as number);
  };
  for (let n = 0; n < rounds && live.length > 0; n++) {
    const seedsOf = (kind: "thought" | "picture" | "words") => live.map((i) => seedOf(seeds[i] ?? 0, kind, turn, n));
    if (thinks && form !== "words" && n > 0) {
      const sampling = form === "lines" ? planSampling(model) : likeliest;
      const due = form === "pictures" || n < least;
      const settled = await writeThought(model, reading, n, { seeds: seedsOf("thought"), sampling, due, signal });
      reading = settled.reading;
      for (const [at, i] of live.entries()) {
        const text = settled.texts[at] ?? null;
        if (text === null) ends.set(i, "said");
        else pieces[i]?.push({ type: "thought", text });
      }
      await keepLive();
      if (live.length === 0) break;
    }
    if (form !== "pictures") {
      const written = await writeWordsBefore(model, reading, { ...options, seeds: seedsOf("words"), live, n });
      reading = written.reading;
      for (const [at, i] of live.entries()) {
        const { text, end } = written.lines[at] as Line;
        if (text !== "") pieces[i]?.push({ type: "text", text });
        if (end !== "line") ends.set(i, end);
      }
      await keepLive();
      if (live.length === 0) break;
    }
    const painted = await paintPlanned(model, reading, { ...options, thinking, seeds: seedsOf("picture"), live, n });
    reading = painted.reading;
    for (const [at, i] of live.entries()) pieces[i]?.push(...(painted.pieces[at] ?? []));
  }
  if (live.length > 0) parted.push({ who: live, reading });
  const drafts = pieces.map((own, i): Draft => ({ pieces: own, end: ends.get(i) ?? "complete" }));
  return { reading: goesOn ? await joinReadings(parted) : reading, drafts };
}

/** Looks at what was shown, and thinks of what the answer turns on: where a picture is seen, and before a clip. */
function thinkFirst(
  model: LoadedModel,
  before: Reading,
  { form, pictures, seeds, turn, grids, shown, sees, signal }: AnswerOptions,
) {
  const unseen = form === "pictures" && pictures > 1 ? "clip" : null;
  return writeThoughts(model, before, {
    grids,
    shown,
    turns: sees.map((each) => (each ? "answer" : unseen)),
    seeds: seeds.map((seed) => seedOf(seed, "thought", turn, 0)),
    sampling: sees.some(Boolean) ? likeliest : planSampling(model),
    signal,
  });
}

/** A line before a picture, or an answer in words. Before a picture that has to come, any end is the end of a line. */
async function writeWordsBefore(
  model: LoadedModel,
  before: Reading,
  { form, seeds, words, limit = 64, least = 0, onWords, live, turn, n, signal }: Round,
): Promise<{ readonly reading: Reading; readonly lines: readonly Line[] }> {
  const { reading, lines } = await writeLine(model, before, {
    seeds,
    who: live,
    place: { turn, picture: n },
    breaks: form === "lines",
    limit,
    sampling: { ...(form === "words" ? likeliest : planSampling(model)), ...words },
    onWords,
    signal,
  });
  if (form === "words" || n >= least) return { reading, lines };
  const newline = model.tokenizer.encode("\n");
  const closing = lines.map(({ end }) => (end === "line" ? [] : [{ type: "text" as const, ids: newline }]));
  const closed = lines.map((line): Line => (line.end === "line" ? line : { text: `${line.text}\n`, end: "line" }));
  return { reading: append(reading, closing), lines: closed };
}

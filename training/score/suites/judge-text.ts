/** Whether an answer in words is right. */
import { sameKind } from "../../world/kinds.ts";
import { placeOf, relations } from "../../world/relations.ts";
import { boxOf, groupBox, groups, type Scene } from "../../world/scene.ts";
import { backgrounds } from "../../world/vocabulary.ts";
import { numberWords, placeWords, relationWords } from "../../world/words.ts";
import { boxRelations, judge, type Verdict } from "../judge.ts";
import { readPrompt } from "../read-prompt.ts";

/** Decides whether `said` is the answer, or another word of the world for it: "2" for "two", "over" for "above". */
export function judgeAnswer(said: string, right: string): Verdict {
  const got = plainWords(said);
  const pass = waysToSay(right).includes(got);
  return { pass, reason: pass ? `said "${got}"` : `expected "${right}", said "${got.slice(0, 80)}"` };
}

/** Lower case, punctuation left out. */
export const plainWords = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

const along = ["start", "center", "end", "between"] as const;
const synonyms: readonly (readonly string[])[] = [
  ...along.flatMap((vertical) => along.map((horizontal) => placeWords({ vertical, horizontal }))),
  ...relations.map((relation) => relationWords[relation]),
  ...numberWords.map((word, number) => [word, String(number)]),
];

const waysToSay = (right: string): readonly string[] => [right, ...(synonyms.find(([first]) => first === right) ?? [])];

/**
 * Decides whether a caption tells the scene: every kind with its number and nothing else; background, place and relation
 * are not asked for, but must not be false.
 */
export function judgeCaption(caption: string, scene: Scene): Verdict {
  const read = readPrompt(caption);
  const detections = scene.objects.map((object) => ({ kind: object.kind, box: boxOf(object), score: 1 }));
  const named = judge(detections, { ...read, exact: true, relation: null });
  if (!named.pass) return { pass: false, reason: `said of the picture: ${named.reason}` };
  const missing = scene.objects.some(({ kind }) => !read.objects.some((object) => sameKind(object.kind, kind)));
  if (missing) return { pass: false, reason: "not all objects are named" };
  return { pass: true, reason: "tells every object", ...falsehood(caption.toLowerCase(), scene, read) };
}

function falsehood(
  caption: string,
  scene: Scene,
  { objects, relation }: ReturnType<typeof readPrompt>,
): Verdict | null {
  const own = backgrounds[scene.background].words;
  const [, background = own] = /\b(?:on|against) an? (?:plain )?(.+?) background/.exec(caption) ?? [];
  if (background !== own) return { pass: false, reason: `said a ${background} background, it is ${own}` };
  const [first, second] = objects.map(({ kind }) => groups(scene).find((group) => sameKind(group.kind, kind)));
  if (relation && first && second && !boxRelations(groupBox(first), groupBox(second)).includes(relation))
    return { pass: false, reason: `said ${relation}, which is false` };
  const [only, ...others] = scene.objects;
  const place = said(caption);
  if (place && only && others.length === 0 && !placeWords(placeOf(boxOf(only), scene)).includes(place))
    return { pass: false, reason: `said ${place}, which is false` };
  return null;
}

const places = [...new Set(along.flatMap((v) => along.flatMap((h) => placeWords({ vertical: v, horizontal: h }))))];

/** The longest phrase for a place in it. */
const said = (caption: string): string | undefined =>
  places.filter((words) => `${caption} `.includes(` ${words} `)).toSorted((a, b) => b.length - a.length)[0];

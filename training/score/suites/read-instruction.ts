/** What an instruction asks for, read from its words and the scene that it is said of. */
import { type EditName, edits, editWordings, smallerWordings } from "../../world/abilities/edit-wordings.ts";
import { towards } from "../../world/abilities/named-place.ts";
import { freePlaces } from "../../world/abilities/place.ts";
import { backgroundNames, colorNames, type Kind, kindName, kindNoun, kinds, kindType } from "../../world/kinds.ts";
import { placeOf, type Relation, relations } from "../../world/relations.ts";
import { boxOf, overlap, type Scene, type SceneObject, type Size } from "../../world/scene.ts";
import { type Background, backgrounds } from "../../world/vocabulary.ts";
import { nounPhrase, numberWords, placeWords, relationWords } from "../../world/words.ts";
import { boxRelations } from "../judge.ts";

/** A change that was asked for. What is not in it is to stay as it is. */
export interface Asked {
  readonly name: EditName;
  readonly before: Scene;
  /** Is to be gone from where it stands. */
  readonly gone: SceneObject | null;
  /** All that the one new or changed object may be and where; one of them is enough. Empty where none is to come. */
  readonly come: readonly SceneObject[];
  /** How many of the kind there are to be. */
  readonly count: { readonly kind: Kind; readonly number: number } | null;
  readonly background: Background;
}

/** Null where no change of the world is said, or of nothing that the scene has. A full stop at the end does not matter. */
export function readInstruction(text: string, before: Scene): Asked | null {
  const words = text.trim().replace(/\.$/, "").replaceAll(/\s+/g, " ").toLowerCase();
  for (const name of edits) {
    const said = name === "resize" ? [...editWordings.resize, ...smallerWordings] : editWordings[name];
    for (const wording of said) {
      const slots = matchWording(wording, words, name, before);
      const read = slots && readers[name](slots, before, !(smallerWordings as readonly string[]).includes(wording));
      if (read && (!moves.has(name) || read.come?.length))
        return { name, before, gone: null, come: [], count: null, background: before.background, ...read };
    }
  }
  return null;
}

/** Changes that need a place; where there is none, they cannot be asked for. */
const moves: ReadonlySet<EditName> = new Set(["add", "move", "resize"]);

type Slots = Readonly<Record<string, string>>;

function matchWording(wording: string, words: string, name: EditName, before: Scene): Slots | null {
  const pattern = wording.toLowerCase().replaceAll(/\{(\w+)\}/g, (_, slot: string) => {
    const choices = slot === "color" && name === "background" ? backgroundWords : slotWords(slot, before);
    return `(?<${slot}>${choices.toSorted((a, b) => b.length - a.length).join("|")})`;
  });
  const found = new RegExp(`^${pattern}$`).exec(words);
  return found && { ...found.groups };
}

/** All that may stand in a slot. */
function slotWords(slot: string, { objects }: Scene): readonly string[] {
  const nothing = "(?!)";
  if (slot === "it") return objects.length > 0 ? objects.flatMap(namesOf) : [nothing];
  if (slot === "color") return colorNames;
  if (slot === "new") return [...newPhrases.keys()];
  if (slot === "count") return [...countPhrases.keys()];
  const beside = Object.values(relationWords).flatMap((list) =>
    list.flatMap((words) => objects.map(({ kind }) => `${words} the ${kindType(kind)}`)),
  );
  return [...placePhrases, ...beside];
}

const namesOf = ({ kind }: SceneObject): readonly string[] => [`the ${kindType(kind)}`, `the ${kindName(kind)}`];
const backgroundWords = backgroundNames.map((name) => backgrounds[name].words);
const along = ["start", "center", "end", "between"] as const;
const placePhrases = [
  ...new Set(along.flatMap((vertical) => along.flatMap((horizontal) => placeWords({ vertical, horizontal })))),
].map(towards);

const newPhrases = new Map(
  kinds.flatMap((kind) =>
    ["", "small"].map((adjective) => [nounPhrase(kind, 1, { adjective }), { kind, small: adjective !== "" }] as const),
  ),
);
const countPhrases = new Map<string, { readonly number: number; readonly type: string }>(
  [1, 2, 3, 4].flatMap((number) =>
    kinds.map(
      (kind) => [`${numberWords[number]} ${kindNoun(kind, number)}`, { number, type: kindType(kind) }] as const,
    ),
  ),
);

type Reader = (slots: Slots, before: Scene, larger: boolean) => Partial<Asked> | null;

const readers: { readonly [E in EditName]: Reader } = {
  recolour: ({ it, color }, before) => {
    const gone = meant(it, before);
    const next = colorNames.find((name) => name === color);
    if (gone?.kind.type !== "shape" || !next) return null;
    return { gone, come: [{ ...gone, kind: { ...gone.kind, color: next } }] };
  },
  replace: ({ it, new: words = "" }, before) => {
    const gone = meant(it, before);
    const next = newPhrases.get(words);
    return gone && next ? { gone, come: [{ ...gone, kind: next.kind }] } : null;
  },
  remove: ({ it }, before) => {
    const gone = meant(it, before);
    return gone && { gone };
  },
  add: ({ new: words = "", place }, before) => {
    const next = newPhrases.get(words);
    if (!next) return null;
    const sizes: readonly Size[] = next.small ? [1] : [1, 2, 3];
    const free = sizes.flatMap((size) => freePlaces(before, next.kind, size));
    return { come: place === undefined ? free : free.filter((object) => isAt(object, place, before)) };
  },
  move: ({ it, place = "" }, before) => {
    const gone = meant(it, before);
    if (!gone) return null;
    const others = without(before, gone);
    const free = freePlaces(before, gone.kind, gone.size, others.objects);
    return {
      gone,
      come: free.filter(
        (object) => (object.row !== gone.row || object.column !== gone.column) && isAt(object, place, others),
      ),
    };
  },
  resize: ({ it }, before, larger) => {
    const gone = meant(it, before);
    if (!gone) return null;
    const sizes = ([1, 2, 3, 4] as const).filter((size) => (larger ? size > gone.size : size < gone.size));
    const free = sizes.flatMap((size) => freePlaces(before, gone.kind, size, without(before, gone).objects));
    return { gone, come: free.filter((object) => overlap(object, gone)) };
  },
  count: ({ count: words = "" }, { objects }) => {
    const asked = countPhrases.get(words);
    const kind = objects.find((object) => kindType(object.kind) === asked?.type)?.kind;
    return asked && kind ? { count: { kind, number: asked.number } } : null;
  },
  background: ({ color }) => {
    const background = backgroundNames.find((name) => backgrounds[name].words === color);
    return background ? { background } : null;
  },
};

/** The object that a name means, if it is only one. */
function meant(name: string | undefined, { objects }: Scene): SceneObject | null {
  const [only, ...others] = objects.filter((object) => name !== undefined && namesOf(object).includes(name));
  return only && others.length === 0 ? only : null;
}

const without = (scene: Scene, object: SceneObject): Scene => ({
  ...scene,
  objects: scene.objects.filter((each) => each !== object),
});

/** True when the words say where the object stands among the others. */
function isAt(object: SceneObject, words: string, scene: Scene): boolean {
  const box = boxOf(object);
  if (placeWords(placeOf(box, scene)).map(towards).includes(words)) return true;
  return relations.some((relation) =>
    saysBeside(words, relation, scene).some((other) => boxRelations(box, boxOf(other)).includes(relation)),
  );
}

const saysBeside = (words: string, relation: Relation, { objects }: Scene): readonly SceneObject[] =>
  objects.filter(({ kind }) => relationWords[relation].some((phrase) => words === `${phrase} the ${kindType(kind)}`));

/** One change to a scene in words, and the scene after it. */
import type { Rng } from "../../../runtime/tensor/random.ts";
import type { Split } from "../held-out.ts";
import { backgroundNames, colorNames, contrasts, type Kind, kindNoun, sameKind } from "../kinds.ts";
import { objectWords, sizedWords } from "../plan.ts";
import type { Scene, SceneObject, Size } from "../scene.ts";
import { backgrounds } from "../vocabulary.ts";
import { nounPhrase, numberWords } from "../words.ts";
import { type EditName, editWordings, smallerWordings } from "./edit-wordings.ts";
import { namedPlaces, pickNamed } from "./named-place.ts";
import { countOf, kindsOf, loners, theName } from "./naming.ts";
import { pickOf } from "./pick.ts";
import { freePlaces, newKind, withObjects } from "./place.ts";
import { fill, pickWording, type SampleOptions, type Wordings } from "./sample.ts";
import { change, destination } from "./thought.ts";

export interface Edit {
  readonly name: EditName;
  readonly instruction: string;
  readonly before: Scene;
  readonly after: Scene;
  /** What it turns on. */
  readonly thought: string;
}

export interface EditOptions extends Pick<SampleOptions, "split" | "phrasing"> {
  /** Nobody asks for it: one who thinks of it names the places that are free before one is taken. Default false. */
  readonly own?: boolean;
}

/** Draws a change of the named sort, or null where the scene allows none that can be told. */
export function drawEdit(rng: Rng, scene: Scene, name: EditName, options: EditOptions): Edit | null {
  const drawn = changes[name](rng, scene, options);
  if (!drawn?.after) return null;
  const instruction = fill(pickWording(drawn.wordings ?? editWordings[name], options.phrasing, rng), drawn.words);
  const thought = `${drawn.verb ?? verbs[name]} ${drawn.thought ?? change(scene, drawn.after)}`;
  return { name, instruction, before: scene, after: drawn.after, thought };
}

interface Change {
  readonly after: Scene | null;
  readonly words: Readonly<Record<string, string>>;
  /** Instead of the edit's own. */
  readonly wordings?: Wordings;
  /** What is done, in place of the edit's own verb. */
  readonly verb?: string;
  /** What is thought after that, in place of what becomes of what. */
  readonly thought?: string;
}

/** What a thought says is done; first of all, so that what follows knows what is to differ. */
const verbs: Readonly<Record<EditName, string>> = {
  recolour: "paint",
  move: "move",
  resize: "larger",
  add: "add",
  remove: "remove",
  replace: "replace",
  count: "count",
  background: "background",
};

const changes: { readonly [E in EditName]: (rng: Rng, scene: Scene, options: EditOptions) => Change | null } = {
  recolour: (rng, scene, { split }) => {
    const lone = pickOf(
      rng,
      loners(scene).filter(({ kind }) => kind.type === "shape"),
    );
    if (lone?.kind.type !== "shape") return null;
    const { kind } = lone;
    const color = rng.pick(colorNames.filter((name) => name !== kind.color));
    const next: Kind = { ...kind, color };
    if (countOf(scene, next) > 0) return null;
    const it = theName(kind, scene, rng.uniform() < 0.5);
    return { after: replaceKind(scene, kind, next, split), words: { it, color } };
  },
  replace: (rng, scene, { split }) => {
    const lone = pickOf(rng, loners(scene));
    const next = newKind(rng, scene);
    if (!lone || !next) return null;
    const words = { it: theName(lone.kind, scene, rng.uniform() < 0.5), new: nounPhrase(next, 1) };
    return { after: replaceKind(scene, lone.kind, next, split), words };
  },
  remove: (rng, scene, { split }) => {
    const lone = pickOf(rng, loners(scene));
    if (!lone || scene.objects.length < 2) return null;
    const rest = scene.objects.filter(({ kind }) => !sameKind(kind, lone.kind));
    return { after: withObjects(scene, rest, split), words: { it: theName(lone.kind, scene, rng.uniform() < 0.5) } };
  },
  add: (rng, scene, { split, own = false }) => {
    const kind = newKind(rng, scene);
    if (!kind || scene.objects.length > 3) return null;
    const free = freePlaces(scene, kind, rng.uniform() < 0.7 ? 1 : 2);
    const place = pickNamed(rng, scene, free);
    if (!place) return null;
    const words = {
      new: nounPhrase(kind, 1, { adjective: place.object.size === 1 ? "small" : "" }),
      place: place.words,
    };
    return {
      after: withObjects(scene, [...scene.objects, place.object], split),
      words,
      thought: destination(sizedWords(place.object), place, own ? namesOf(scene, free) : []),
    };
  },
  move: (rng, scene, { split, own = false }) => {
    const lone = pickOf(rng, loners(scene));
    const object = lone?.objects[0];
    if (!object) return null;
    const others = scene.objects.filter((other) => other !== object);
    const free = freePlaces(scene, object.kind, object.size, others).filter(
      (place) => place.row !== object.row || place.column !== object.column,
    );
    const place = pickNamed(rng, scene, free, own ? [] : others);
    if (!place) return null;
    const words = { it: theName(object.kind, scene, rng.uniform() < 0.5), place: place.words };
    return {
      after: withObjects(scene, swapObject(scene, object, place.object), split),
      words,
      thought: destination(objectWords(object), place, own ? namesOf(scene, free) : []),
    };
  },
  resize: (rng, scene, { split }) => {
    const object = pickOf(rng, loners(scene))?.objects[0];
    if (!object) return null;
    const larger = rng.uniform() < 0.5;
    const size = (object.size + (larger ? 1 : -1)) as Size;
    const others = scene.objects.filter((other) => other !== object);
    if (size < 1 || size > 3) return null;
    const near = freePlaces(scene, object.kind, size, others).toSorted(
      (a, b) => shift(a, object) - shift(b, object),
    )[0];
    if (!near || shift(near, object) > 1) return null;
    const words = { it: theName(object.kind, scene, rng.uniform() < 0.5) };
    return {
      after: withObjects(scene, swapObject(scene, object, near), split),
      words,
      ...(larger ? {} : { wordings: smallerWordings, verb: "smaller" }),
    };
  },
  count: (rng, scene, { split }) => {
    const kind = kindsOf(scene).length === 1 ? scene.objects[0]?.kind : undefined;
    const size = scene.objects[0]?.size;
    if (!kind || !size || scene.objects.some((object) => object.size !== size) || size > 2) return null;
    const wanted = rng.pick([1, 2, 3, 4].filter((n) => n !== scene.objects.length));
    const objects = [...scene.objects].slice(0, wanted);
    while (objects.length < wanted) {
      const place = pickOf(rng, freePlaces(scene, kind, size, objects));
      if (!place) return null;
      objects.push(place);
    }
    const noun = kindNoun(kind, wanted);
    const after = withObjects(scene, objects, split);
    if (!after) return null;
    return {
      after,
      words: { count: `${numberWords[wanted]} ${noun}` },
      thought: `${numberWords[scene.objects.length]} ${numberWords[wanted]} ${change(scene, after)}`,
    };
  },
  background: (rng, scene) => {
    const suited = backgroundNames.filter(
      (name) => name !== scene.background && scene.objects.every(({ kind }) => contrasts(kind, name)),
    );
    const background = pickOf(rng, suited);
    return background ? { after: { ...scene, background }, words: { color: backgrounds[background].words } } : null;
  },
};

const namesOf = (scene: Scene, places: readonly SceneObject[]): readonly string[] =>
  namedPlaces(scene, places).map(({ where }) => where);

const swapObject = (scene: Scene, object: SceneObject, next: SceneObject): readonly SceneObject[] =>
  scene.objects.map((each) => (each === object ? next : each));

const replaceKind = (scene: Scene, from: Kind, to: Kind, split: Split): Scene | null =>
  withObjects(
    scene,
    scene.objects.map((each) => (sameKind(each.kind, from) ? { ...each, kind: to } : each)),
    split,
  );

/** Cells between two places' corners, the larger way. */
const shift = (a: SceneObject, b: SceneObject): number =>
  Math.max(Math.abs(a.row - b.row), Math.abs(a.column - b.column));

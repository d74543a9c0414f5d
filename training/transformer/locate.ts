/**
 * Exercises in saying where things are: a picture is told in the words of plans, then its objects are named again, and
 * learnt is what answers and edits turn on: where on the canvas each is, how two stand to each other, all of a kind one after
 * the other, and which cell a place is.
 */
import type { Rng } from "../../runtime/tensor/index.ts";
import { namedPlaces } from "../world/abilities/named-place.ts";
import { kindsOf } from "../world/abilities/naming.ts";
import { pickOf } from "../world/abilities/pick.ts";
import { freePlaces } from "../world/abilities/place.ts";
import { about, destination, ofKind, sight, whereabouts } from "../world/abilities/thought.ts";
import { drawKind, generateScene } from "../world/generate.ts";
import type { Kind } from "../world/kinds.ts";
import { cellName, kindWords, objectWords } from "../world/plan.ts";
import { clearRelation } from "../world/relations.ts";
import { boxOf, type Scene, type SceneObject } from "../world/scene.ts";
import { drawCanvas } from "../world/vocabulary.ts";
import type { LessonOptions } from "./lesson.ts";
import { type Lesson, type LessonSegment, learn, lineOf, read } from "./segment.ts";

const SCENES = 2;
/** Objects of a scene that is not too long to tell. */
const MOST = 4;
/** What is told of a scene, of all that might be. */
const LINES = 5;

/** What is asked about, and what is to be said of it. */
interface Told {
  readonly asked: string;
  readonly learnt: string;
}

/** Draws scenes of any canvas and what is told of them, nothing twice. */
export function locateLesson(rng: Rng, { tokenizer }: Pick<LessonOptions, "tokenizer">): Lesson {
  const segments: LessonSegment[] = [];
  for (let n = 0; n < SCENES; n++) {
    const scene = drawShort(rng);
    segments.push(read(lineOf(tokenizer, sight(scene))));
    for (const { asked, learnt } of rng.shuffle([...facts(rng, scene)]).slice(0, LINES))
      segments.push(read(tokenizer.encode(asked)), learn(lineOf(tokenizer, learnt)));
  }
  return { segments };
}

function drawShort(rng: Rng): Scene {
  for (;;) {
    const scene = generateScene(rng, { canvas: drawCanvas(rng), split: "seen" });
    if (scene.objects.length <= MOST) return scene;
  }
}

const facts = (rng: Rng, scene: Scene): readonly Told[] => [
  ...scene.objects.map((object) => where(object, scene)),
  ...pairsOf(rng, scene).flatMap(relation),
  ...[...kindsOf(scene), drawKind(rng)].map((kind) => all(kind, scene)),
  ...scene.objects.flatMap((object) => cell(rng, object, scene)),
];

const where = (object: SceneObject, scene: Scene): Told => ({
  asked: about([object]),
  learnt: ` ${whereabouts(object, scene)}`,
});

/** Each pair once, one way or the other. */
const pairsOf = (rng: Rng, { objects }: Scene): readonly Pair[] =>
  objects.flatMap((a, i) => objects.slice(i + 1).map((b): Pair => (rng.uniform() < 0.5 ? [a, b] : [b, a])));
type Pair = readonly [SceneObject, SceneObject];

function relation([a, b]: Pair): readonly Told[] {
  const clear = clearRelation(boxOf(a), boxOf(b));
  return clear ? [{ asked: about([a, b]), learnt: ` ${clear}` }] : [];
}

function all(kind: Kind, scene: Scene): Told {
  const asked = `see ${kindWords(kind)}`;
  return { asked, learnt: ofKind(scene, kind).slice(asked.length) };
}

/** An object moved to a place that has a name: the cell follows from that. */
function cell(rng: Rng, object: SceneObject, scene: Scene): readonly Told[] {
  const free = freePlaces(scene, object.kind, object.size, []);
  const place = pickOf(rng, namedPlaces(scene, free));
  if (!place) return [];
  const learnt = ` ${cellName(place.object.row, place.object.column)}`;
  const told = destination(objectWords(object), place);
  return [{ asked: `move ${told.slice(0, -learnt.length)}`, learnt }];
}

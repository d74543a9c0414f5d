/** A short clip: one object moves cell by cell as the words say, the others stay. */
import type { Rng } from "../../../runtime/tensor/random.ts";
import { generateScene } from "../generate.ts";
import { inReadingOrder, overlap, type Scene, type SceneObject } from "../scene.ts";
import { backgrounds, cellSide } from "../vocabulary.ts";
import { nounPhrase } from "../words.ts";
import { back, type Direction, directions } from "./motions.ts";
import { kindsOf, loners, theName } from "./naming.ts";
import {
  assistant,
  fill,
  image,
  type Piece,
  pickWording,
  type Sample,
  type SampleOptions,
  text,
  thought,
  user,
} from "./sample.ts";
import { staged, step, way } from "./thought.ts";

/** Frames. */
const LEAST = 4;
const MOST = 8;
/** Places at most before it turns back: the longest clips end on the way. */
const TURNS = 5;

export const clips = ["text-to-clip", "image-to-clip"] as const;
export type ClipName = (typeof clips)[number];

/** Draws a clip of 4 to 8 frames, or null where nothing has room to move. */
export function drawClip(rng: Rng, name: ClipName, { split, phrasing, canvas }: SampleOptions): Sample | null {
  const drawn = generateScene(rng, { canvas, split }, rng.pick(["single-object", "two-objects"]));
  const scene = name === "image-to-clip" ? inReadingOrder(drawn) : drawn;
  const motion = drawMotion(rng, scene, phrasing);
  if (!motion) return null;
  const { object, places } = motion;
  const frames = places.map((place) => ({
    ...scene,
    objects: scene.objects.map((each) => (each === object ? place : each)),
  }));
  const words = name === "text-to-clip" ? unseen(scene, motion) : motion.words;
  const first = frames[0] as Scene;
  const asked: readonly Piece[] = name === "text-to-clip" ? [text(words)] : [image(first), text(words)];
  const settled = name === "text-to-clip" ? staged(first, object, motion.thought) : motion.thought;
  const told = frames.flatMap((frame, i) => [
    ...(i > 0 ? [thought(step(i + 1, places[i] as SceneObject))] : []),
    image(frame),
  ]);
  return {
    ability: "clip",
    category: name,
    turns: [user(...asked), assistant(thought(settled), ...told)],
    answer: { type: "scenes", scenes: frames },
  };
}

export interface DrawnMotion {
  readonly object: SceneObject;
  /** Where it is in each frame. */
  readonly places: readonly SceneObject[];
  /** What it does: "moves right". */
  readonly motion: string;
  /** What asks for the clip of a picture of the scene. */
  readonly words: string;
  /** What the clip turns on. */
  readonly thought: string;
}

/** A motion of 4 to 8 frames in a scene, or null where what is drawn has no room to move. */
export function drawMotion(rng: Rng, scene: Scene, phrasing: SampleOptions["phrasing"]): DrawnMotion | null {
  const object = rng.pick(loners(scene))?.objects[0];
  const direction = rng.pick(Object.keys(directions) as Direction[]);
  if (!object) return null;
  const ahead = path(scene, object, direction);
  if (ahead.length < 2) return null;
  const returns = ahead.length < LEAST || rng.uniform() < 0.4;
  const [least, most] = returns ? [2, TURNS] : [LEAST, MOST];
  const reached = ahead.slice(0, least + rng.integer(Math.min(ahead.length, most) - least + 1));
  const places = returns ? thereAndBack(reached) : reached;
  const motion = pickWording(returns ? back[direction] : directions[direction].words, phrasing, rng);
  const words = fill("A clip of {n} frames: {it} {motion}.", {
    n: String(places.length),
    it: theName(object.kind, scene, false),
    motion,
  });
  return { object, places, motion, words, thought: way([object, ...places.slice(1)]) };
}

/** To the last place and back to the first, where it rests if that were too few frames. */
function thereAndBack(reached: readonly SceneObject[]): readonly SceneObject[] {
  const places = [...reached, ...reached.toReversed().slice(1)];
  const rest = Array.from({ length: Math.max(0, LEAST - places.length) }, () => places.at(-1) as SceneObject);
  return [...places, ...rest].slice(0, MOST);
}

/** What asks for a clip of a scene that nobody has seen. */
const unseen = (scene: Scene, { object, places, motion }: DrawnMotion): string =>
  fill("A clip of {n} frames with {who} on a {background} background: {it} {motion}.", {
    n: String(places.length),
    who: kindsOf(scene)
      .map((kind) => nounPhrase(kind, 1))
      .join(" and "),
    background: backgrounds[scene.background].words,
    it: theName(object.kind, scene, false),
    motion,
  });

/** The object where it stands and at each free place that way, as far as it goes. */
function path(scene: Scene, object: SceneObject, direction: Direction): readonly SceneObject[] {
  const others = scene.objects.filter((each) => each !== object);
  const { row, column } = directions[direction];
  const places = [object];
  for (;;) {
    const last = places.at(-1) as SceneObject;
    const next = { ...last, row: last.row + row, column: last.column + column };
    const inside =
      next.row >= 0 &&
      next.column >= 0 &&
      next.row + next.size <= scene.height / cellSide &&
      next.column + next.size <= scene.width / cellSide;
    if (!inside || others.some((other) => overlap(other, next))) return places;
    places.push(next);
  }
}

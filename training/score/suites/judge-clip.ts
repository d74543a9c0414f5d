/** Whether the frames of a clip show the same objects, one of them moving as told. */
import { sameKind } from "../../world/kinds.ts";
import type { Scene, SceneObject } from "../../world/scene.ts";
import { cellSide } from "../../world/vocabulary.ts";
import type { Detection } from "../detect.ts";
import type { Verdict } from "../judge.ts";
import { matchScene } from "../match-scene.ts";
import type { Seen } from "./see.ts";

/** What a clip is to show. */
export interface Motion {
  /** Index into the objects of each frame. */
  readonly mover: number;
  readonly axis: "row" | "column";
  readonly sign: 1 | -1;
  readonly returns: boolean;
}

/** The motion in frames that show it. Null where nothing moves. */
export function motionOf(frames: readonly Scene[]): Motion | null {
  const [first, second] = frames;
  const mover = first?.objects.findIndex((object, i) => !samePlace(object, second?.objects[i])) ?? -1;
  const path = frames.map(({ objects }) => objects[mover]);
  const [from, to] = path;
  if (!from || !to) return null;
  const axis = from.row === to.row ? "column" : "row";
  const sign = to[axis] > from[axis] ? 1 : -1;
  const offsets = path.map((place) => (place ? sign * (place[axis] - from[axis]) : 0));
  return { mover, axis, sign, returns: (offsets.at(-1) ?? 0) < Math.max(...offsets) };
}

const samePlace = (a: SceneObject, b: SceneObject | undefined): boolean => a.row === b?.row && a.column === b.column;

/** Still objects may be seen this far from where they were, px. */
const SHAKE = 4;

/**
 * Decides whether `seen` is the clip that was asked for: its number of frames, in each the same objects on the same
 * background, all but one where they were, that one going as told. `given` says that the first frame was shown.
 */
export function judgeClip(seen: readonly Seen[], frames: readonly Scene[], given: boolean): Verdict {
  const [start] = frames;
  const motion = motionOf(frames);
  if (!start || !motion) throw new RangeError("A clip expected frames in which something moves.");
  if (seen.length !== frames.length) return no(`expected ${frames.length} frames, got ${seen.length}`);
  const tracks: Detection[][] = start.objects.map(() => []);
  for (const [i, frame] of seen.entries()) {
    if (frame.background !== start.background) return no(`frame ${i + 1} has a ${frame.background} background`);
    const found = start.objects.map(({ kind }) => frame.detections.find((each) => sameKind(each.kind, kind)));
    if (frame.detections.length !== found.length) return no(`frame ${i + 1} has ${frame.detections.length} objects`);
    for (const [k, detection] of found.entries()) {
      if (!detection) return no(`frame ${i + 1} has not the same objects`);
      tracks[k]?.push(detection);
    }
  }
  const [first] = seen;
  if (given && first && !matchScene(first.detections, start).whole) return no("the first frame is not the given one");
  return judgeTracks(tracks, motion);
}

function judgeTracks(tracks: readonly (readonly Detection[])[], { mover, axis, sign, returns }: Motion): Verdict {
  for (const [k, track] of tracks.entries()) {
    const rows = offsets(track, "row");
    const columns = offsets(track, "column");
    const still = k === mover ? (axis === "row" ? [columns] : [rows]) : [rows, columns];
    if (still.flat().some((offset) => Math.abs(offset) > SHAKE)) return no(k === mover ? "it strays" : "another moves");
  }
  const cells = offsets(tracks[mover] ?? [], axis).map((offset) => Math.round((sign * offset) / cellSide));
  const pass = (returns ? goesAndReturns : goesOn)(cells);
  return pass ? { pass, reason: "moves as told" } : no(`moves by ${cells.join(", ")} cells`);
}

/** How far from where it was first, px. */
function offsets(track: readonly Detection[], axis: Motion["axis"]): readonly number[] {
  const at = ({ box }: Detection) => (axis === "row" ? box.top + box.height / 2 : box.left + box.width / 2);
  return track.map((detection) => at(detection) - at(track[0] as Detection));
}

const steps = (cells: readonly number[]): readonly number[] => cells.slice(1).map((cell, i) => cell - (cells[i] ?? 0));

/** Further in every frame. */
const goesOn = (cells: readonly number[]): boolean => steps(cells).every((step) => step > 0);

/** Further, then nearer in every frame; it may rest where it began. The longest clips end on the way back. */
function goesAndReturns(cells: readonly number[]): boolean {
  const top = cells.indexOf(Math.max(...cells));
  const back = steps(cells.slice(top));
  const home = cells.at(-1) === 0 || cells.length === 8;
  const nearer = back.every((step, i) => step < 0 || (step === 0 && cells[top + i] === 0));
  return top > 0 && top < cells.length - 1 && goesOn(cells.slice(0, top + 1)) && nearer && home;
}

const no = (reason: string): Verdict => ({ pass: false, reason });

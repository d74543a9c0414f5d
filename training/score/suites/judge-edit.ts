/** Whether a change was made as asked, and how much of the rest it left alone: ImgEdit's two questions. */

import type { Image } from "../../world/image.ts";
import { kindName, kindPlural, sameKind } from "../../world/kinds.ts";
import { renderScene } from "../../world/render.ts";
import { overlap, type Scene, type SceneObject } from "../../world/scene.ts";
import type { Sprites } from "../../world/sprites.ts";
import { cellSide } from "../../world/vocabulary.ts";
import type { Verdict } from "../judge.ts";
import type { Asked } from "./read-instruction.ts";
import { findAt, type Seen, sceneOf, sizeOfBox } from "./see.ts";

/** Decides whether a picture shows what was asked for. What was not asked for is not looked at. */
export function judgeEdit(asked: Asked, seen: Seen): Verdict {
  const { name, gone, come, count, background } = asked;
  if (count) {
    const found = seen.detections.filter(({ kind }) => sameKind(kind, count.kind)).length;
    const names = count.number === 1 ? kindName(count.kind) : kindPlural(count.kind);
    return said(found === count.number, `${count.number} ${names}`, `found ${found}`);
  }
  if (name === "background") return said(seen.background === background, `${background} background`, seen.background);
  const [one] = come;
  const place = one ? placeFound(asked, seen) : undefined;
  if (one && !place) return { pass: false, reason: `expected ${kindName(one.kind)} ${name} as asked, found none` };
  const copies = seen.detections.filter(({ kind }) => one && sameKind(kind, one.kind)).length;
  const wanted = one ? 1 + rest(asked).filter(({ kind }) => sameKind(kind, one.kind)).length : 0;
  if (one && copies > wanted) return { pass: false, reason: `${copies} × ${kindName(one.kind)}` };
  const still = gone && (!one || !sameKind(one.kind, gone.kind)) ? findAt(seen, gone) : undefined;
  return still
    ? { pass: false, reason: `the ${kindName(still.kind)} is still there` }
    : { pass: true, reason: `${name} as asked` };
}

const said = (pass: boolean, want: string, got: string): Verdict => ({
  pass,
  reason: pass ? `found ${want}` : `expected ${want}, ${got}`,
});

/** Which of the right places the new object took. A size is looked at where it was asked for. */
export function placeFound({ name, come }: Asked, seen: Seen): SceneObject | undefined {
  const right = (object: SceneObject) => {
    const found = findAt(seen, object);
    return found && (name !== "resize" || sizeOfBox(found.box) === object.size);
  };
  return come.find(right);
}

/** What the change does not touch. */
export const rest = ({ before, gone, count }: Asked): readonly SceneObject[] =>
  before.objects.filter((object) => object !== gone && !(count && count.number < before.objects.length));

/** Objects of the rest that are not where they were. */
export const lost = (asked: Asked, seen: Seen): readonly SceneObject[] =>
  rest(asked).filter((object) => !findAt(seen, object));

/** Mean difference to what should be there over all cells that the change does not touch, 0 … 1; 0 where it touches all. */
export function restError(asked: Asked, seen: Seen, sprites: Sprites): number {
  const { before, gone, background, name } = asked;
  const kept = rest(asked);
  const expected: Scene = { ...before, background, objects: kept };
  const found = asked.count
    ? sceneOf(seen).objects.filter((object) => !kept.some((each) => overlap(each, object)))
    : [];
  const place = placeFound(asked, seen);
  const dropped = before.objects.filter((object) => !kept.includes(object));
  const touched = [...(gone ? [gone] : []), ...(place ? [place] : asked.come.slice(0, 1)), ...dropped, ...found];
  const counts: Counts = (...cell) =>
    name === "background" ? kept.some((each) => covers(each, ...cell)) : !touched.some((each) => covers(each, ...cell));
  return meanError(renderScene(expected, sprites), seen.image, counts);
}

type Counts = (row: number, column: number) => boolean;

const covers = (object: SceneObject, row: number, column: number): boolean =>
  row >= object.row &&
  row < object.row + object.size &&
  column >= object.column &&
  column < object.column + object.size;

/** Mean absolute difference, 0 … 1, over the cells that count. Pictures of other sizes differ wholly. */
function meanError(a: Image, b: Image, counts: Counts): number {
  if (a.height !== b.height || a.width !== b.width) return 1;
  let [sum, pixels] = [0, 0];
  for (let row = 0; row < a.height / cellSide; row++)
    for (let column = 0; column < a.width / cellSide; column++) {
      if (!counts(row, column)) continue;
      for (let y = row * cellSide; y < (row + 1) * cellSide; y++)
        for (let i = (y * a.width + column * cellSide) * 3; i < (y * a.width + (column + 1) * cellSide) * 3; i++) {
          sum += Math.abs((a.data[i] as number) - (b.data[i] as number));
          pixels++;
        }
    }
  return pixels === 0 ? 0 : sum / pixels / 255;
}

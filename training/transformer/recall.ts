/**
 * Exercises in looking things up: things are listed in the words of plans, then named again in other orders, and what
 * stood after each name is learnt. All that is asked about a picture that was seen comes down to this, but an answer asks
 * for it once or twice; here nearly every word does.
 */
import type { Rng } from "../../runtime/tensor/index.ts";
import { drawKind } from "../world/generate.ts";
import { kindType } from "../world/kinds.ts";
import { objectWords } from "../world/plan.ts";
import type { SceneObject, Size } from "../world/scene.ts";
import type { LessonOptions } from "./lesson.ts";
import { type Lesson, type LessonSegment, learn, read } from "./segment.ts";

const FEWEST = 3;
const MOST = 6;
/** How often everything is named again. */
const ROUNDS = 2;
/** Rows and columns of cells that places are drawn from. */
const SIDE = 6;

/** Draws a list, and what follows each name when it is named again. */
export function recallLesson(rng: Rng, { tokenizer }: Pick<LessonOptions, "tokenizer">): Lesson {
  const listed = drawThings(rng, FEWEST + rng.integer(MOST - FEWEST + 1));
  const ids = (text: string) => tokenizer.encode(text);
  const segments: LessonSegment[] = [read(ids(`see ${listed.map(objectWords).join(" ")}`))];
  for (let round = 0; round < ROUNDS; round++) {
    segments.push(read(ids("\nsee")));
    for (const thing of rng.shuffle([...listed])) {
      const name = ` ${kindType(thing.kind)}`;
      segments.push(read(ids(name)), learn(ids(` ${objectWords(thing)}`.slice(name.length))));
    }
  }
  return { segments };
}

/** Things of types that all differ, anywhere. */
function drawThings(rng: Rng, count: number): readonly SceneObject[] {
  const things: SceneObject[] = [];
  while (things.length < count) {
    const kind = drawKind(rng);
    if (things.some((each) => kindType(each.kind) === kindType(kind))) continue;
    things.push({ kind, size: (1 + rng.integer(4)) as Size, row: rng.integer(SIDE), column: rng.integer(SIDE) });
  }
  return things;
}

/** Whether one picture shows the scene that was asked for. */
import { kindsOf } from "../../world/abilities/naming.ts";
import { kindName, sameKind } from "../../world/kinds.ts";
import type { Scene } from "../../world/scene.ts";
import { judge, type Verdict } from "../judge.ts";
import { matchScene } from "../match-scene.ts";
import { plainWords } from "./judge-text.ts";
import type { Seen } from "./see.ts";

/** A subject in a new scene: its objects wherever they stand, nothing else, on the background that was named. */
export function judgeSubject(seen: Seen, scene: Scene): Verdict {
  const shown = judgeObjects(seen, scene);
  return shown.pass ? (wrongBackground(seen, scene) ?? shown) : shown;
}

/** A rule applied to a picture: the whole scene, places included, on its background. */
export function judgeInContext(seen: Seen, scene: Scene): Verdict {
  const { whole, found, surplus } = matchScene(seen.detections, scene);
  const count = scene.objects.length;
  if (!whole)
    return { pass: false, reason: `found ${Math.round(found * count)} of ${count} objects and ${surplus} others` };
  return wrongBackground(seen, scene) ?? { pass: true, reason: "the whole scene is there" };
}

export interface RiddleVerdict extends Verdict {
  /** Whether the sentence of thought is the world's own; null where none was asked for. */
  readonly thought: boolean | null;
}

/** A riddle: what its answer names, so many and nothing else. Only the picture counts; the thought is told beside it. */
export function judgeRiddle(
  seen: Seen,
  scene: Scene,
  thought: { readonly said: string; readonly right: string } | null,
): RiddleVerdict {
  return {
    ...judgeObjects(seen, scene),
    thought: thought && plainWords(thought.said) === plainWords(thought.right),
  };
}

/** Each kind exactly as often as in the scene, and no other. */
function judgeObjects({ detections }: Seen, scene: Scene): Verdict {
  const kinds = kindsOf(scene);
  const objects = kinds.map((kind) => ({
    kind,
    count: scene.objects.filter((object) => sameKind(object.kind, kind)).length,
  }));
  const verdict = judge(detections, { objects, exact: true, relation: null });
  const other = detections.find(({ kind }) => !kinds.some((each) => sameKind(each, kind)));
  return verdict.pass && other ? { pass: false, reason: `found ${kindName(other.kind)} besides` } : verdict;
}

const wrongBackground = ({ background }: Seen, scene: Scene): Verdict | null =>
  background === scene.background
    ? null
    : { pass: false, reason: `expected ${scene.background} background, found ${background}` };

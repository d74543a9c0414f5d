import { randomKey, uniformAt } from "../../runtime/tensor/random.ts";
import { type Kind, kindType } from "./kinds.ts";

/** "seen" scenes hold no held-out combination; every "held-out" scene holds at least one. */
export type Split = "seen" | "held-out";

const share = 0.1;
const seed = 2025;

/** True for about a tenth of the (shape, colour) pairs. Emoji are never held out alone. */
export function isHeldOutKind(kind: Kind): boolean {
  return kind.type === "shape" && uniformAt(randomKey(seed, "color", kind.shape, kind.color), 0) < share;
}

/** True for about a tenth of the unordered pairs of different kind types, e.g. (cat, rocket) or (star, heart). */
export function isHeldOutPair(a: Kind, b: Kind): boolean {
  const [first, second] = [kindType(a), kindType(b)].sort();
  return first !== second && uniformAt(randomKey(seed, "pair", `${first}+${second}`), 0) < share;
}

/** The split a set of kinds in one picture belongs to. */
export function splitOf(kinds: readonly Kind[]): Split {
  const heldOut = kinds.some((a, i) => isHeldOutKind(a) || kinds.slice(i + 1).some((b) => isHeldOutPair(a, b)));
  return heldOut ? "held-out" : "seen";
}

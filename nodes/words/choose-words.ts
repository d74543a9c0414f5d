import type { Rng } from "../../runtime/tensor/random.ts";
import { nodesErrors } from "../errors.ts";

const INNERMOST = /\{([^{}]*)\}/;

/** The text with each `{a|b}` replaced by one of its choices, innermost first. Throws NODES_BRACES. */
export function chooseWords(text: string, rng: Rng): string {
  let chosen = text;
  for (let found = INNERMOST.exec(chosen); found !== null; found = INNERMOST.exec(chosen)) {
    const [whole, choices = ""] = found;
    chosen = chosen.slice(0, found.index) + rng.pick(choices.split("|")) + chosen.slice(found.index + whole.length);
  }
  if (/[{}]/.test(chosen)) throw nodesErrors.BRACES({ text });
  return chosen;
}

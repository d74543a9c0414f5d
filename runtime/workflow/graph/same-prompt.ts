import type { Prompt, PromptNode, Source } from "./prompt.ts";

/**
 * Whether two graphs run alike: the same nodes under the same ids, in the same order. `sameValue` compares what is
 * written in them.
 */
export function samePrompt(a: Prompt, b: Prompt, sameValue: (a: unknown, b: unknown) => boolean): boolean {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  const others = b.values();
  for (const node of a.values()) {
    const other = others.next().value;
    if (other === undefined || !sameNode(node, other, sameValue)) return false;
  }
  return true;
}

function sameNode(a: PromptNode, b: PromptNode, sameValue: (a: unknown, b: unknown) => boolean): boolean {
  if (a === b) return true;
  if (a.id !== b.id || a.type !== b.type || a.title !== b.title || a.noCache !== b.noCache) return false;
  const names = Object.keys(a.inputs);
  if (names.length !== Object.keys(b.inputs).length) return false;
  return names.every((name) => {
    const [one, other] = [a.inputs[name], Object.hasOwn(b.inputs, name) ? b.inputs[name] : undefined];
    return one !== undefined && other !== undefined && sameSource(one, other, sameValue);
  });
}

function sameSource(a: Source, b: Source, sameValue: (a: unknown, b: unknown) => boolean): boolean {
  if (a.kind === "link") return b.kind === "link" && a.node === b.node && a.slot === b.slot;
  return b.kind === "value" && sameValue(a.value, b.value);
}

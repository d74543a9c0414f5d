import type { Trace } from "./trace.ts";

/** One thing that a node's key was made from and that is not what it was in the run before. */
export interface Change {
  readonly part: "node" | "device" | "fingerprint" | "input" | "place" | "body";
  /** The input's name; empty for other parts. */
  readonly name: string;
  /** As text: the value when it was written in the file, else a key. Empty when there was, or is, none. */
  readonly before: string;
  readonly after: string;
}

/** Why a node ran, or why it did not. */
export type Why =
  | { readonly kind: "cached" }
  | { readonly kind: "blocked" }
  /** It is not deterministic, or something that it reads from is not; or an input has no key. */
  | { readonly kind: "never-reused" }
  /** It did not run in the run before. */
  | { readonly kind: "new" }
  | { readonly kind: "changed"; readonly changes: readonly Change[] }
  /** Nothing changed, but its result was not kept. */
  | { readonly kind: "not-kept" };

/** Tells why a node ran or was reused: which part of its key is another than in the run before. */
export function explain({ outcome, signature, before }: Trace): Why {
  if (outcome === "cached" || outcome === "blocked") return { kind: outcome };
  if (signature === null) return { kind: "never-reused" };
  if (before === null) return { kind: "new" };
  if (before === signature) return { kind: "not-kept" };
  return { kind: "changed", changes: changesBetween(partsOf(before), partsOf(signature)) };
}

/** The same as one sentence's end: "input seed changed from 1 to 2". */
export function explainText(why: Why): string {
  return texts[why.kind](why as never);
}

const texts: { readonly [K in Why["kind"]]: (why: Extract<Why, { readonly kind: K }>) => string } = {
  cached: () => "nothing it depends on changed",
  blocked: () => "something before it stopped it",
  "never-reused": () => "it, or something before it, may give another result each time",
  new: () => "it was not part of the run before",
  changed: ({ changes }) => changes.map(changeText).join(", "),
  "not-kept": () => "nothing changed, but its result was no longer kept",
};

function changeText({ part, name, before, after }: Change): string {
  const what = part === "input" ? `input ${name}` : part;
  const short = [before, after].every((text) => text.length <= 40 && !isKey(text));
  return short && before !== "" && after !== "" ? `${what} changed from ${before} to ${after}` : `${what} changed`;
}

/** Keys of other nodes are no text for people: 43 characters, and which output. */
function isKey(text: string): boolean {
  return /^[\w-]{43}\.\d+/.test(text);
}

function partsOf(signature: string): ReadonlyMap<string, string> {
  const [node = "", ...lines] = signature.split("\n");
  const entries = lines.map((line): [string, string] => {
    const end = line.search(line.startsWith("@") ? / / : /=/);
    return end < 0 ? [line, ""] : [line.slice(0, end), line.slice(end + 1)];
  });
  return new Map([["@node", node], ...entries]);
}

function changesBetween(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Change[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].flatMap((name): Change[] => {
    const [old = "", now = ""] = [before.get(name), after.get(name)];
    if (old === now) return [];
    return [{ part: PARTS[name] ?? "input", name: PARTS[name] === undefined ? name : "", before: old, after: now }];
  });
}

const PARTS: Readonly<Record<string, Change["part"]>> = {
  "@node": "node",
  "@device": "device",
  "@fingerprint": "fingerprint",
  "@place": "place",
  "@folder": "place",
  "@around": "body",
  "@body": "body",
};

import { typeFits } from "../../../runtime/workflow/graph/type-fits.ts";
import { type DocNode, type DocSlot, type Id, mapNodes, nodeOf, type WorkflowDocument } from "../document.ts";
import { type Link, linksOf, takeLinkId, withLinks } from "../links.ts";
import type { NodeTypes } from "../node-type.ts";
import { isBorder, NEW_PORT } from "../subgraph/border.ts";
import { nodeTypeOf } from "../subgraph/type-of.ts";
import { forgetLinks } from "./reroutes.ts";

/** One end of a link that is to be: an output by its number, an input by its name. */
export interface Ends {
  readonly from: Id;
  readonly slot: number;
  readonly to: Id;
  readonly input: string;
}

/** Why two slots cannot be linked. */
export type Refusal =
  | { readonly code: "same-node" }
  | { readonly code: "loop" }
  | { readonly code: "type"; readonly from: string; readonly to: string }
  | { readonly code: "unknown" };

/** Looks at a link before it is made: null when it may be. */
export function refusalOf(
  document: WorkflowDocument,
  { from, slot, to, input }: Ends,
  types: NodeTypes,
): Refusal | null {
  if (String(from) === String(to)) return { code: "same-node" };
  const output = nodeOf(document, from)?.outputs?.[slot];
  const node = nodeOf(document, to);
  const accepted = node === undefined ? null : inputTypeOf(document, node, input, types);
  if (output === undefined || accepted === null) return { code: "unknown" };
  if (output.name === NEW_PORT && input === NEW_PORT && node !== undefined && isBorder(node))
    return { code: "unknown" };
  if (!fits(output.type, accepted)) return { code: "type", from: output.type, to: accepted };
  return reaches(document, to, from) ? { code: "loop" } : null;
}

/** May a link of one type end where another is taken? Types are names joined by commas. */
export function fits(output: string, accepted: string): boolean {
  return typeFits(output, accepted.split(","));
}

/** Links an output to an input; the link that was there goes. An input that was a widget so far becomes a slot too. */
export function connect(document: WorkflowDocument, ends: Ends, types: NodeTypes): WorkflowDocument {
  const { from, slot, to, input } = ends;
  const output = nodeOf(document, from)?.outputs?.[slot];
  if (output === undefined) return document;
  const opened = withInput(document, to, input, types);
  const target = nodeOf(opened, to);
  const toSlot = target?.inputs?.findIndex(({ name }) => name === input) ?? -1;
  if (toSlot < 0) return document;
  const before = linksOf(opened).filter((link) => String(link.to) === String(to) && link.toSlot === toSlot);
  const cleared = dropLinks(opened, new Set(before.map(({ id }) => String(id))));
  const { id, document: taken } = takeLinkId(cleared);
  const link: Link = { id, from, slot, to, toSlot, type: output.type };
  return mapNodes(withLinks(taken, [...linksOf(taken), link]), (node) => {
    const asSource = String(node.id) === String(from) ? addOutputLink(node, slot, id) : node;
    return String(node.id) === String(to) ? setInputLink(asSource, toSlot, id) : asSource;
  });
}

/** Takes links out, wherever they are written. */
export function dropLinks(document: WorkflowDocument, ids: ReadonlySet<string>): WorkflowDocument {
  if (ids.size === 0) return document;
  const without = withLinks(
    document,
    linksOf(document).filter(({ id }) => !ids.has(String(id))),
  );
  return mapNodes(forgetLinks(without, ids), (node) => {
    const inputs = node.inputs?.map((slot) => (isIn(slot.link, ids) ? { ...slot, link: null } : slot));
    const outputs = node.outputs?.map((slot) =>
      slot.links?.some((id) => isIn(id, ids)) ? { ...slot, links: slot.links.filter((id) => !isIn(id, ids)) } : slot,
    );
    const isSame = sameSlots(inputs, node.inputs) && sameSlots(outputs, node.outputs);
    return isSame ? node : { ...node, ...(inputs && { inputs }), ...(outputs && { outputs }) };
  });
}

/** The types that an input takes: as the node's definition says, else as the file says. */
export function inputTypeOf(document: WorkflowDocument, node: DocNode, input: string, types: NodeTypes): string | null {
  const declared = nodeTypeOf(node, document, types)?.inputs.find(({ name }) => name === input);
  if (declared?.isInner === true) return null;
  return declared?.type ?? node.inputs?.find(({ name }) => name === input)?.type ?? null;
}

/** Can one walk along links from one node to another? */
export function reaches(document: WorkflowDocument, start: Id, end: Id): boolean {
  const readers = new Map<string, string[]>();
  for (const { from, to } of linksOf(document)) {
    readers.set(String(from), [...(readers.get(String(from)) ?? []), String(to)]);
  }
  const seen = new Set([String(start)]);
  for (const id of seen) for (const next of readers.get(id) ?? []) seen.add(next);
  return seen.has(String(end));
}

function withInput(document: WorkflowDocument, id: Id, input: string, types: NodeTypes): WorkflowDocument {
  return mapNodes(document, (node) => {
    if (String(node.id) !== String(id) || node.inputs?.some(({ name }) => name === input)) return node;
    const declared = nodeTypeOf(node, document, types)?.inputs.find(({ name }) => name === input);
    if (declared === undefined || declared.isInner === true) return node;
    const [type = "*"] = declared.type.split(",");
    const slot: DocSlot = {
      name: input,
      type: declared.widget === null ? declared.type : type,
      link: null,
      ...(declared.widget !== null && { widget: { name: input } }),
    };
    return { ...node, inputs: [...(node.inputs ?? []), slot] };
  });
}

function addOutputLink(node: DocNode, slot: number, link: Id): DocNode {
  const outputs = node.outputs?.map((each, i) =>
    i === slot ? { ...each, links: [...(each.links ?? []), link] } : each,
  );
  return { ...node, outputs: outputs ?? [] };
}

function setInputLink(node: DocNode, slot: number, link: Id): DocNode {
  return { ...node, inputs: node.inputs?.map((each, i) => (i === slot ? { ...each, link } : each)) ?? [] };
}

function isIn(id: Id | null | undefined, ids: ReadonlySet<string>): boolean {
  return id !== null && id !== undefined && ids.has(String(id));
}

function sameSlots(a: readonly DocSlot[] | undefined, b: readonly DocSlot[] | null | undefined): boolean {
  return a === undefined || a.every((slot, i) => slot === b?.[i]);
}

import { nodesOf, type WorkflowDocument } from "../../../editor/core/document.ts";
import { linksOf } from "../../../editor/core/links.ts";
import { makeSubgraph } from "../../../editor/core/subgraph/make.ts";
import { builtinNodes } from "../../../nodes/registry.ts";
import { formatWorkflow, parseWorkflow, promptOf } from "../../../runtime/workflow/index.ts";
import { sampleDocument, sampleTypes } from "../samples.ts";

export const types = sampleTypes();

/** The simplest template: load model (1) → generate image (2) → save image (3). */
export const simple = sampleDocument("text-to-image-simple");

/** Ids that are the same at every run. */
export function counting(prefix = "id"): () => string {
  let next = 0;
  return () => `${prefix}-${next++}`;
}

/** The template with its painter in a subgraph, as instance 4. */
export function packed(): WorkflowDocument {
  return makeSubgraph(simple, new Set(["2"]), "Paint", counting()).document;
}

/** What a file runs: each node's type with its inputs, ids left out so that places do not count. */
export function runsOf(document: WorkflowDocument): readonly string[] {
  const prompt = promptOf(parseWorkflow(formatWorkflow(document)), builtinNodes());
  const titleOf = (id: string): string => prompt.get(id as never)?.type ?? "nothing";
  return [...prompt.values()]
    .map(({ type, inputs }) => {
      const told = Object.entries(inputs).map(([name, source]) => {
        const from = source.kind === "link" ? `${titleOf(source.node)}.${source.slot}` : JSON.stringify(source.value);
        return `${name}=${from}`;
      });
      return `${type} ${told.toSorted().join(" ")}`;
    })
    .toSorted();
}

/** Links stand in their list, at their output and at their input, or nowhere; in the graph of a file and in every definition. */
export function faultsOf(graph: WorkflowDocument): readonly string[] {
  const all = linksOf(graph);
  const told = nodesOf(graph).flatMap(({ id, inputs }) =>
    (inputs ?? []).flatMap(({ link }, slot) => (link == null ? [] : [`${link} into ${id} ${slot}`])),
  );
  const given = nodesOf(graph).flatMap(({ id, outputs }) =>
    (outputs ?? []).flatMap(({ links }, slot) => (links ?? []).map((link) => `${link} from ${id} ${slot}`)),
  );
  const into = all.map(({ id, to, toSlot }) => `${id} into ${to} ${toSlot}`);
  const from = all.map(({ id, from: source, slot }) => `${id} from ${source} ${slot}`);
  const differ = (a: readonly string[], b: readonly string[]) => [
    ...a.filter((each) => !b.includes(each)),
    ...b.filter((each) => !a.includes(each)),
  ];
  return [...differ(told, into), ...differ(given, from)];
}

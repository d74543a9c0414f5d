import type { Issue, IssueCode } from "./issue.ts";

interface Words {
  readonly text: string;
  /** Empty when the sentence already says what to do. */
  readonly help: string;
}

type Writers = { readonly [C in IssueCode]: (issue: Extract<Issue, { readonly code: C }>) => Words };

const writers: Writers = {
  "unknown-node-type": (i) => ({
    text: `Node ${i.node} has the type "${i.type}", which no installed pack brings.`,
    help:
      i.nearest === null
        ? "Install the pack it belongs to by `nextscale pack add`, or delete the node."
        : didYouMean(i.nearest),
  }),
  "unknown-input": (i) => ({ text: `${at(i)} has no input "${i.input}".`, help: nearestOrKnown(i) }),
  "missing-input": (i) => ({
    text: `${at(i)} expected ${kind(i.type)} at input "${i.input}", got nothing.`,
    help: "Link it or give it a value.",
  }),
  "needs-link": (i) => ({
    text: `${at(i)} expected a link of type ${i.type} at input "${i.input}", got a written value.`,
    help: `Link it to a node that makes ${i.type}.`,
  }),
  "broken-link": (i) => ({
    text: `${at(i)} reads input "${i.input}" from output ${i.slot} of node ${i.source}, which does not exist.`,
    help: "Link it again.",
  }),
  "link-type": (i) => ({
    text: `${at(i)} expected ${i.type} at input "${i.input}", got ${i.got} from node ${i.source}.`,
    help: `Link it to an output of type ${i.type}.`,
  }),
  "bad-value": (i) => ({ text: `${at(i)} expected ${i.expected} at input "${i.input}", got ${i.got}.`, help: "" }),
  refused: (i) => ({ text: `${at(i)} refuses its inputs: ${i.reason}`, help: "" }),
  "validator-failed": (i) => ({
    text: `${at(i)} failed while it checked its inputs: ${i.problem}`,
    help: "Report this to the maker of the node.",
  }),
  "unknown-target": (i) => ({ text: `The workflow has no node "${i.name}" to run.`, help: nearestOrKnown(i) }),
  "ambiguous-target": (i) => ({
    text: `The workflow is to run for "${i.name}", and nodes ${i.nodes.join(", ")} are called that.`,
    help: "Use the id.",
  }),
  cycle: (i) => ({
    text: `Nodes must not wait for each other: ${[...i.nodes, ...i.nodes.slice(0, 1)].join(" → ")}.`,
    help: "Remove one of these links; to repeat work use Loop Start and Loop End.",
  }),
  "no-output": () => ({
    text: "The workflow has no output node, so there is nothing to run.",
    help: "Add a node that keeps a result, such as one that saves a picture.",
  }),
  "loop-unpaired": (i) => ({
    text: `${at(i)} ${i.problem}.`,
    help: "A loop is one start and one end, linked by `loop`.",
  }),
  "loop-leak": (i) => ({
    text: `${at(i)} works after loop ${i.loop} but reads input "${i.input}" from node ${i.source} inside it.`,
    help: "Carry the value out through the loop's end.",
  }),
  "loop-overlap": (i) => ({
    text: `${at(i)} is in two loops of which neither contains the other.`,
    help: "Put one loop wholly inside the other.",
  }),
  "set-form": (i) => ({ text: `--set expected NODE.INPUT=VALUE, got "${i.setting}".`, help: "" }),
  "set-unknown-node": (i) => ({
    text: `--set names the node "${i.name}", which is neither an id nor a title in this workflow.`,
    help: nearestOrKnown(i),
  }),
  "set-ambiguous-node": (i) => ({
    text: `--set names the node "${i.name}", and nodes ${i.nodes.join(", ")} are called that.`,
    help: "Use the id.",
  }),
  "set-unknown-input": (i) => ({ text: `--set: ${at(i)} has no input "${i.input}".`, help: nearestOrKnown(i) }),
};

/** Words an issue for a person. */
export function issueText<C extends IssueCode>(issue: Extract<Issue, { readonly code: C }>): Words {
  const write: (issue: Extract<Issue, { readonly code: C }>) => Words = writers[issue.code as C];
  return write(issue);
}

function at({ node, title }: { readonly node: string; readonly title: string }): string {
  return `Node ${node} (${title})`;
}

function kind(type: string): string {
  return type === "*" ? "a value" : type;
}

function didYouMean(name: string): string {
  return `Did you mean "${name}"?`;
}

function nearestOrKnown({ nearest, known }: { readonly nearest: string | null; readonly known: readonly string[] }) {
  return nearest === null ? `There are: ${known.join(", ")}.` : didYouMean(nearest);
}

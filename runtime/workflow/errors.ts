import { defineErrors } from "../errors.ts";
import type { Issue } from "./check/issue.ts";
import { issueText } from "./check/issue-text.ts";

/** What can go wrong with a workflow. */
export const workflowErrors = defineErrors("WORKFLOW", {
  BAD_NODE_TYPE: {
    text: (d: { type: string }) => `defineNode expected a type like "pack/name" in kebab case, got "${d.type}".`,
    help: "Rename the node's type.",
  },
  BAD_MIGRATIONS: {
    text: (d: { type: string; version: number; from: readonly number[] }) =>
      `The migrations of "${d.type}" must rise by one up to version ${d.version}; they begin at ${d.from.join(", ")}.`,
    help: "Give each version that a file may hold one migration, oldest first, the last from the version before this one.",
  },
  DUPLICATE_NODE: {
    text: (d: { type: string }) => `The registry expected every node type once, got "${d.type}" twice.`,
    help: "Rename one of the two nodes, or remove the pack that brings the second.",
  },
  NOT_JSON: {
    text: (d: { problem: string }) => `A workflow file is JSON, and this one cannot be read: ${d.problem}.`,
    help: "Save the workflow again from the editor, or repair the file in a text editor.",
  },
  NOT_A_WORKFLOW: {
    text: (d: { problem: string }) => `A workflow file holds the editor's graph or the API form; here ${d.problem}.`,
    help: "Save the workflow again from the editor. The API form is an object of {class_type, inputs} by node id.",
  },
  SUBGRAPH_RECURSION: {
    text: (d: { name: string }) => `The subgraph "${d.name}" contains itself.`,
    help: "Take the instance of the subgraph out of it.",
  },
  TOO_MANY_NODES: {
    text: (d: { nodes: number; levels: number; most: number; deepest: number }) =>
      `The workflow comes to ${d.nodes} nodes in ${d.levels} levels of subgraphs; at most ${d.most} in ${d.deepest} run.`,
    help: "Use fewer instances of subgraphs, or a loop.",
  },
  INVALID: {
    text: (d: { issues: readonly Issue[] }) => issueList(d.issues),
    help: "Correct the workflow and run it again.",
  },
  INPUT_REFUSED: {
    text: (d: { node: string; title: string; input: string; expected: string; got: string }) =>
      `Node ${d.node} (${d.title}) expected ${d.expected} at input "${d.input}", got ${d.got} from its link.`,
    help: "Look at the node that the link comes from.",
  },
  NODE_REFUSED: {
    text: (d: { node: string; title: string; problem: string }) =>
      `Node ${d.node} (${d.title}) does not take its inputs: ${d.problem}`,
    help: "Change the inputs that it names.",
  },
  BAD_EXPANSION: {
    text: (d: { problem: string }) => `The graph that the node made ${d.problem}.`,
    help: "This is a fault in the node's code: tell the author of its pack.",
  },
  NODE_FAILED: {
    text: (d: { node: string; display: string; title: string; type: string; problem: string }) =>
      `Node ${d.display} (${d.title}${d.node === d.display ? "" : `, made as ${d.node}`}) failed: ${d.problem}`,
    help: "Run again with --verbose to see where it happened.",
  },
  ABORTED: { text: () => "The run was stopped before its end.", help: "Run the workflow again." },
});

function issueList(issues: readonly Issue[]): string {
  const sentences = issues.map((issue) => {
    const { text, help } = issueText(issue);
    return help === "" ? text : `${text} ${help}`;
  });
  if (sentences.length === 1) return sentences.join("");
  return `The workflow has ${sentences.length} problems:\n${sentences.map((sentence) => `  - ${sentence}`).join("\n")}`;
}

import { isObject } from "../../runtime/workflow/file/json.ts";

/** One problem that the server found before running: the node's input, when it is of one, and a sentence. */
export interface Problem {
  readonly input: string | null;
  readonly text: string;
}

/** Problems by the id of their node. */
export type NodeProblems = ReadonlyMap<string, readonly Problem[]>;

/** The problems in an answer of `POST /prompt`, whether it was taken or not. */
export function problemsOf(answer: unknown): NodeProblems {
  const byNode = isObject(answer) && isObject(answer.node_errors) ? answer.node_errors : {};
  const rows = Object.entries(byNode).map(([node, entry]): [string, Problem[]] => {
    const errors = isObject(entry) && Array.isArray(entry.errors) ? entry.errors.filter(isObject) : [];
    return [node, errors.map(problem)];
  });
  return new Map(rows.filter(([, problems]) => problems.length > 0));
}

function problem({ message, details, extra_info }: Readonly<Record<string, unknown>>): Problem {
  const input = isObject(extra_info) && typeof extra_info.input_name === "string" ? extra_info.input_name : null;
  const parts = [message, details].filter((part) => typeof part === "string" && part !== "" && part !== input);
  return { input, text: parts.join(": ") };
}

import { NextscaleError } from "../../errors.ts";
import { workflowErrors } from "../errors.ts";
import type { Call } from "./plan-type.ts";
import type { Scope } from "./scope.ts";

/** Says which node failed; what to do is for the cause to say, when it knows. */
export function failure({ id, title, definition }: Call, scope: Scope, cause: unknown): NextscaleError {
  const problem = cause instanceof Error ? cause.message : String(cause);
  const about = { node: id, display: scope.display ?? id, title, type: definition.type };
  if (cause instanceof NextscaleError && NAMES_THE_NODE.has(cause.code)) {
    const details = { ...cause.details, ...about };
    return new NextscaleError(cause.code, cause.message, cause.help, details, { cause: cause.cause });
  }
  const error = workflowErrors.NODE_FAILED({ ...about, problem }, { cause });
  if (!(cause instanceof NextscaleError)) return error;
  return new NextscaleError(error.code, error.message, cause.help, { ...error.details, cause: cause.code }, { cause });
}

const NAMES_THE_NODE: ReadonlySet<string> = new Set(["WORKFLOW_INPUT_REFUSED", "WORKFLOW_NODE_REFUSED"]);

import {
  applySettings,
  checkWorkflow,
  type Issue,
  issueText,
  type Prompt,
  promptOf,
  type Registry,
  type WorkflowFile,
  workflowErrors,
} from "../workflow/index.ts";
import { cliErrors } from "./errors.ts";

/**
 * The executable graph of a file with `--set` applied.
 * @throws CLI_WRONG_SETTING with every mistake, and as `promptOf`.
 */
export function prepareWorkflow(file: WorkflowFile, settings: readonly string[], registry: Registry): Prompt {
  const { prompt, issues } = applySettings(promptOf(file, registry), settings, registry);
  if (issues.length > 0) throw cliErrors.WRONG_SETTING({ problems: issues.map(sentence) });
  return prompt;
}

/** @throws WORKFLOW_INVALID when not one output of a graph may run. */
export async function refuseHopeless(prompt: Prompt, registry: Registry): Promise<readonly Issue[]> {
  const { issues, outputs } = await checkWorkflow(prompt, registry);
  if (outputs.length === 0) throw workflowErrors.INVALID({ issues });
  return issues;
}

/** An issue as one line. */
export function sentence(issue: Issue): string {
  const { text, help } = issueText(issue);
  return `${text} ${help}`.trim();
}

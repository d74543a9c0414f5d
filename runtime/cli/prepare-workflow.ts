import {
  applySettings,
  type Checked,
  checkWorkflow,
  findTargets,
  type Issue,
  issueText,
  type NodeId,
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

/**
 * The nodes that `--outputs` names: ids or titles joined by commas, `\,` for a comma within one. Undefined stays so.
 * @throws CLI_WRONG_OUTPUT with every name that fits no node, or several.
 */
export function chooseOutputs(
  names: string | undefined,
  prompt: Prompt,
  registry: Registry,
): readonly NodeId[] | undefined {
  if (names === undefined) return undefined;
  const words = names.split(/(?<!\\),/).map((name) => name.replaceAll("\\,", ",").trim());
  const { targets, issues } = findTargets(words, prompt, registry);
  if (issues.length > 0) throw cliErrors.WRONG_OUTPUT({ problems: issues.map(sentence) });
  return targets;
}

/**
 * What may run of a graph, for `targets` or for all of its outputs.
 * @throws WORKFLOW_INVALID when nothing may.
 */
export async function checkRunnable(
  prompt: Prompt,
  registry: Registry,
  targets: readonly NodeId[] | undefined,
): Promise<Checked> {
  const checked = await checkWorkflow(prompt, registry, targets === undefined ? {} : { targets });
  if (checked.outputs.length === 0) throw workflowErrors.INVALID({ issues: checked.issues });
  return checked;
}

/** An issue as one line. */
export function sentence(issue: Issue): string {
  const { text, help } = issueText(issue);
  return `${text} ${help}`.trim();
}

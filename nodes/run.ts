import { prepareWorkflow, readWorkflowFile } from "../runtime/cli/index.ts";
import { makeFolder } from "../runtime/files/make-folder.ts";
import {
  createEventStream,
  type ExecuteOptions,
  execute,
  type Registry,
  type RunEvent,
  type RunResult,
  type WorkflowFile,
  workflowOf,
} from "../runtime/workflow/index.ts";
import { builtinNodes } from "./registry.ts";

export interface RunOptions extends Pick<ExecuteOptions, "signal" | "device" | "cache" | "onEvent"> {
  /** Values by `NODE.INPUT`; NODE is an id or a title. Default: those of the workflow. */
  readonly set?: Readonly<Record<string, string | number | boolean>>;
  /** Folder for results; it is made when it is not there. Default "out". */
  readonly folder?: string;
  /** The nodes it may use. Default: the built-in ones. */
  readonly registry?: Registry;
}

/** A run that has begun: await it for its outputs, or read its events while it works. */
export interface Running extends Promise<RunResult> {
  /** What happens, from the moment you begin to read; begin at once to miss nothing. */
  readonly events: AsyncIterable<RunEvent>;
}

/**
 * Runs a workflow: a file (JSON, or a picture that carries one), or its document as an object.
 * Rejects as `execute`, and with FILE_*, METADATA_*, WORKFLOW_NOT_JSON, WORKFLOW_NOT_A_WORKFLOW, CLI_WRONG_SETTING.
 */
export function run(workflow: string | Readonly<Record<string, unknown>>, options: RunOptions = {}): Running {
  const { events, push, end } = createEventStream<RunEvent>();
  const onEvent = (event: RunEvent): void => {
    push(event);
    options.onEvent?.(event);
  };
  const result = begin(workflow, { ...options, onEvent }).finally(end);
  return Object.assign(result, { events });
}

async function begin(
  workflow: string | Readonly<Record<string, unknown>>,
  { set = {}, folder = "out", registry = builtinNodes(), ...options }: RunOptions,
): Promise<RunResult> {
  const file: WorkflowFile = typeof workflow === "string" ? await readWorkflowFile(workflow) : workflowOf(workflow);
  const settings = Object.entries(set).map(([place, value]) => `${place}=${value}`);
  const prompt = prepareWorkflow(file, settings, registry);
  await makeFolder(folder);
  return execute(prompt, { ...options, registry, folder });
}

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createCache,
  type ExecuteOptions,
  execute,
  explain,
  explainText,
  type NodeId,
  type Prompt,
  port,
  type Registry,
  type RunResult,
  type Trace,
} from "../workflow/index.ts";
import { type CommandDefinition, defineCommand } from "./command.ts";
import { formatDuration } from "./duration.ts";
import { type Io, line } from "./io.ts";
import { argument, option } from "./option.ts";
import { checkRunnable, chooseOutputs, prepareWorkflow } from "./prepare-workflow.ts";
import { readWorkflowFile } from "./read-workflow-file.ts";
import { progressReporter } from "./run-reporter.ts";
import { table } from "./table.ts";

/**
 * `nextscale explain`: what a change makes run again, and why. A process that has just begun remembers nothing, so it
 * runs the file, applies the change, runs again, and explains the second run. Results are thrown away.
 */
export function createExplainCommand({
  registry,
}: {
  readonly registry: (io: Io) => Promise<Registry>;
}): CommandDefinition {
  return defineCommand({
    name: "explain",
    summary: "run a workflow twice, the second time with --set, and say why each node ran again or did not",
    arguments: { file: argument("FILE", "workflow, or a picture that carries one", port.text()) },
    options: {
      set: option.list("NODE.INPUT=VALUE", "what changes between the two runs; NODE is an id or a title"),
      outputs: option.value("NODE,…", "run only these nodes and what they need", port.optional(port.text())),
      device: option.value("DEVICE", "where to compute", port.text({ default: "auto" }), { env: "NEXTSCALE_DEVICE" }),
      json: option.flag("print a JSON line for each node: outcome, time, and what changed"),
    },
    run: async ({ file, set, outputs, device, json }, io) => {
      const nodes = await registry(io);
      const saved = await readWorkflowFile(file);
      const [before, after] = [prepareWorkflow(saved, [], nodes), prepareWorkflow(saved, set, nodes)];
      const targets = chooseOutputs(outputs, before, nodes);
      for (const prompt of [before, after]) await checkRunnable(prompt, nodes, targets);

      const folder = await mkdtemp(join(tmpdir(), "nextscale-explain-"));
      try {
        const options = { registry: nodes, folder, device, cache: createCache(), signal: io.signal, now: io.now };
        const first = await runQuietly(before, targets, options, io);
        const second = await runQuietly(after, targets, options, io);
        for (const text of json ? second.traces.map(asJson) : asText(first, second)) line(io.stdout, text);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  });
}

/** Runs with progress on stderr; what nodes say is for `run` to show. */
async function runQuietly(
  prompt: Prompt,
  targets: readonly NodeId[] | undefined,
  options: Omit<ExecuteOptions, "targets">,
  io: Io,
): Promise<RunResult> {
  const reporter = progressReporter({ ...io, stdout: { write: () => {} } });
  try {
    return await execute(prompt, {
      ...options,
      ...(targets === undefined ? {} : { targets }),
      onEvent: reporter.onEvent,
    });
  } finally {
    reporter.stop();
  }
}

function asText(first: RunResult, { traces, ms }: RunResult): readonly string[] {
  const ran = traces.filter(({ outcome }) => outcome === "ran").length;
  const rows = traces.map((trace) => [nameOf(trace), trace.outcome, timeOf(trace), explainText(explain(trace))]);
  return [
    table(rows),
    `${ran} of ${traces.length} ran again, in ${formatDuration(ms)}; all of them took ${formatDuration(first.ms)}.`,
  ];
}

/** "12 (Sampler)", in a round of loops "12 (Sampler) round 2". */
function nameOf({ node, title, iteration }: Trace): string {
  const round = iteration.length === 0 ? "" : ` round ${iteration.map((index) => index + 1).join(".")}`;
  return `${node} (${title})${round}`;
}

function timeOf({ outcome, ms }: Trace): string {
  return outcome === "ran" ? formatDuration(ms) : "";
}

function asJson(trace: Trace): string {
  const { node, display, iteration, title, nodeType, outcome, ms } = trace;
  const why = explain(trace);
  return JSON.stringify({ node, display, iteration, title, nodeType, outcome, ms, why, text: explainText(why) });
}

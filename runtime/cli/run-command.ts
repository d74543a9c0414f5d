import { join } from "node:path";
import { makeFolder } from "../files/make-folder.ts";
import { writeAtomic } from "../files/write.ts";
import {
  apiFromPrompt,
  type Checked,
  createCache,
  execute,
  formatWorkflow,
  lockDifferences,
  lockIn,
  type NodeCache,
  type NodeId,
  type Prompt,
  port,
  type Registry,
  type WorkflowFile,
  withLock,
} from "../workflow/index.ts";
import { type CommandDefinition, defineCommand } from "./command.ts";
import { type Io, line } from "./io.ts";
import { type LockFacts, lockOf } from "./lock-facts.ts";
import { warnOfMissingPacks } from "./missing-packs.ts";
import { argument, option } from "./option.ts";
import { checkRunnable, chooseOutputs, prepareWorkflow } from "./prepare-workflow.ts";
import { readWorkflowFile } from "./read-workflow-file.ts";
import { jsonReporter, progressReporter } from "./run-reporter.ts";
import { type Combination, combine, describeSweeps, parseSweep } from "./sweep.ts";

interface RunCommandOptions {
  readonly registry: (io: Io) => Promise<Registry>;
  readonly facts: LockFacts;
}

/** `nextscale run`: runs a workflow file with the nodes that `registry` gives, once or for every value of a sweep. */
export function createRunCommand({ registry, facts }: RunCommandOptions): CommandDefinition {
  return defineCommand({
    name: "run",
    summary: "run a workflow file, or the graph inside a picture",
    arguments: {
      file: argument("FILE", "the editor's file, the API form, or a PNG, WebP or MP4 that carries one", port.text()),
    },
    options: {
      set: option.list("NODE.INPUT=VALUE", "give an input a value; NODE is an id or a title"),
      sweep: option.list("NODE.INPUT=A,B,…", "run once for each value; 1..8 is a range, `\\,` a comma"),
      outputs: option.value("NODE,…", "run only these nodes and what they need", port.optional(port.text())),
      zip: option.flag("take the values of several sweeps side by side, not each with each"),
      out: option.value("DIR", "folder for results", port.text({ default: "out" })),
      lock: option.value("FILE", "also write the workflow with what made this run", port.optional(port.text())),
      device: option.value("DEVICE", "where to compute", port.text({ default: "auto" }), { env: "NEXTSCALE_DEVICE" }),
      json: option.flag("print events as JSON lines"),
    },
    run: async ({ file, set, outputs, sweep, zip, out, lock, device, json }, io) => {
      const saved = await readWorkflowFile(file);
      const nodes = await registry(io);
      warnOfMissingPacks(saved, nodes, io);
      const sweeps = sweep.map(parseSweep);
      const combinations = sweeps.length === 0 ? [{ settings: [], name: "" }] : combine(sweeps, { zip });
      const jobs: Job[] = [];
      for (const { settings, name } of combinations) {
        const prompt = prepareWorkflow(saved, [...set, ...settings], nodes);
        const targets = chooseOutputs(outputs, prompt, nodes);
        jobs.push({ settings, name, prompt, targets, checked: await checkRunnable(prompt, nodes, targets) });
      }

      const [first] = jobs;
      if (first !== undefined) await checkLock({ saved, prompt: first.prompt, nodes, device, facts, lock }, io);
      if (sweeps.length > 0) line(io.stderr, describeSweeps(sweeps, { zip }));
      await makeFolder(out);
      const asSaved = saved.form === "editor" && set.length + sweeps.length === 0;
      const workflow = asSaved ? formatWorkflow(saved.document) : null;
      await runAll(jobs, { nodes, folder: out, device, json, workflow }, io);
    },
  });
}

/** One run, which has been checked. */
interface Job extends Combination {
  readonly prompt: Prompt;
  /** Undefined for all outputs. */
  readonly targets: readonly NodeId[] | undefined;
  readonly checked: Checked;
}

interface RunSettings {
  readonly nodes: Registry;
  readonly folder: string;
  readonly device: string;
  readonly json: boolean;
  /** The editor's file for results to carry; null when settings changed what runs. */
  readonly workflow: string | null;
}

/** Runs one after the other; a model that one has loaded the next ones use. What is done stays, whatever comes. */
async function runAll(jobs: readonly Job[], settings: RunSettings, io: Io) {
  const cache = jobs.length > 1 ? createCache() : null;
  let done = 0;
  try {
    for (const [i, job] of jobs.entries()) {
      const { name, settings: set } = job;
      const folder = join(settings.folder, name);
      if (name !== "") await makeFolder(folder);
      if (name !== "" && settings.json) {
        line(io.stdout, JSON.stringify({ type: "sweep-run", run: i + 1, of: jobs.length, set, folder }));
      } else if (name !== "") line(io.stderr, `Run ${i + 1} of ${jobs.length}: ${set.join(", ")}`);
      await runReported(job, { ...settings, folder }, cache, io);
      done += 1;
    }
  } finally {
    if (done < jobs.length && jobs.length > 1) line(io.stderr, `${done} of ${jobs.length} runs are done.`);
  }
}

async function runReported(
  { prompt, targets, checked }: Job,
  { nodes, folder, device, json, workflow }: RunSettings,
  cache: NodeCache | null,
  io: Io,
) {
  const reporter = json ? jsonReporter(io) : progressReporter(io);
  try {
    await execute(prompt, {
      registry: nodes,
      ...(targets === undefined ? {} : { targets }),
      checked,
      folder,
      source: sourceOf(prompt, workflow),
      device,
      signal: io.signal,
      now: io.now,
      onEvent: reporter.onEvent,
      ...(cache === null ? {} : { cache }),
    });
  } finally {
    reporter.stop();
  }
}

function sourceOf(prompt: Prompt, workflow: string | null): ReadonlyMap<string, string> {
  const ran = ["prompt", formatWorkflow(apiFromPrompt(prompt))] as const;
  return new Map(workflow === null ? [ran] : [["workflow", workflow], ran]);
}

interface LockCheck {
  readonly saved: WorkflowFile;
  readonly prompt: Prompt;
  readonly nodes: Registry;
  readonly device: string;
  readonly facts: LockFacts;
  readonly lock: string | undefined;
}

/** Warns of what differs from the lock in the file, and writes a new one where asked. */
async function checkLock({ saved, prompt, nodes, device, facts, lock }: LockCheck, io: Io): Promise<void> {
  const before = lockIn(saved.document);
  if (before === null && lock === undefined) return;
  const now = await lockOf(prompt, nodes, device, facts);
  for (const difference of before === null ? [] : lockDifferences(before, now)) {
    line(io.stderr, `Warning: this is not what the workflow was locked with. ${difference}`);
  }
  if (lock !== undefined) await writeAtomic(lock, formatWorkflow(withLock(saved.document, now)));
}

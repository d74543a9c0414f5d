import { mkdir } from "node:fs/promises";
import { readText } from "../files/read.ts";
import { fileError } from "../files/system-error.ts";
import {
  applySettings,
  execute,
  issueText,
  type Prompt,
  port,
  type Registry,
  readWorkflow,
} from "../workflow/index.ts";
import { type CommandDefinition, defineCommand } from "./command.ts";
import { cliErrors } from "./errors.ts";
import type { Io } from "./io.ts";
import { argument, option } from "./option.ts";
import { jsonReporter, progressReporter } from "./run-reporter.ts";

/** `nextscale run`: runs a workflow file with the nodes that `registry` gives. */
export function createRunCommand({ registry }: { readonly registry: () => Promise<Registry> }): CommandDefinition {
  return defineCommand({
    name: "run",
    summary: "run a workflow file",
    arguments: { file: argument("FILE", "workflow: the editor's file or the API form", port.text()) },
    options: {
      set: option.list("NODE.INPUT=VALUE", "give an input a value; NODE is an id or a title"),
      out: option.value("DIR", "folder for results", port.text({ default: "out" })),
      device: option.value("DEVICE", "where to compute", port.text({ default: "auto" }), { env: "NEXTSCALE_DEVICE" }),
      json: option.flag("print events as JSON lines"),
    },
    run: async ({ file, set, out, device, json }, io) => {
      const text = await readText(file);
      const nodes = await registry();
      const prompt = withSettings(readWorkflow(text, nodes), set, nodes);
      await mkdir(out, { recursive: true }).catch((cause: unknown) => {
        throw fileError(cause, out, "write");
      });
      await runReported(prompt, { nodes, folder: out, device, json }, io);
    },
  });
}

interface RunSettings {
  readonly nodes: Registry;
  readonly folder: string;
  readonly device: string;
  readonly json: boolean;
}

async function runReported(prompt: Prompt, { nodes, folder, device, json }: RunSettings, io: Io): Promise<void> {
  const reporter = json ? jsonReporter(io) : progressReporter(io);
  try {
    await execute(prompt, {
      registry: nodes,
      folder,
      device,
      signal: io.signal,
      now: io.now,
      onEvent: reporter.onEvent,
    });
  } finally {
    reporter.stop();
  }
}

function withSettings(prompt: Prompt, settings: readonly string[], registry: Registry): Prompt {
  const { prompt: changed, issues } = applySettings(prompt, settings, registry);
  if (issues.length === 0) return changed;
  const problems = issues.map((issue) => Object.values(issueText(issue)).join(" ").trim());
  throw cliErrors.WRONG_SETTING({ problems });
}

import { writeAtomic } from "../files/write.ts";
import { formatWorkflow, port, type Registry, withLock } from "../workflow/index.ts";
import { type CommandDefinition, defineCommand } from "./command.ts";
import { cliErrors } from "./errors.ts";
import { type Io, line } from "./io.ts";
import { type LockFacts, lockOf } from "./lock-facts.ts";
import { argument, option } from "./option.ts";
import { prepareWorkflow } from "./prepare-workflow.ts";
import { readWorkflowFile } from "./read-workflow-file.ts";

interface LockCommandOptions {
  readonly registry: (io: Io) => Promise<Registry>;
  readonly facts: LockFacts;
}

/** `nextscale lock`: writes into a workflow what makes it now, so that a later run can tell what has changed. */
export function createLockCommand({ registry, facts }: LockCommandOptions): CommandDefinition {
  return defineCommand({
    name: "lock",
    summary: "write versions, model hashes, device and seeds into a workflow file; run warns of what differs",
    arguments: { file: argument("FILE", "workflow, or a picture that carries one", port.text()) },
    options: {
      out: option.value("FILE", "where to write; the workflow itself when left out", port.optional(port.text())),
      device: option.value("DEVICE", "where to compute", port.text({ default: "auto" }), { env: "NEXTSCALE_DEVICE" }),
    },
    run: async ({ file, out, device }, io) => {
      const nodes = await registry(io);
      const saved = await readWorkflowFile(file);
      if (saved.carrier === "media" && out === undefined) throw cliErrors.LOCK_NEEDS_OUT({ path: file });
      const lock = await lockOf(prepareWorkflow(saved, [], nodes), nodes, device, facts);
      await writeAtomic(out ?? file, formatWorkflow(withLock(saved.document, lock)));
      line(io.stdout, out ?? file);
    },
  });
}

import { z } from "zod";
import { port } from "../../workflow/index.ts";
import { type CommandDefinition, defineCommand } from "../command.ts";
import { formatDuration } from "../duration.ts";
import { line } from "../io.ts";
import { argument, option } from "../option.ts";
import { table } from "../table.ts";
import { createRemote, remoteOptions } from "./remote.ts";

const job = z.looseObject({
  id: z.string(),
  status: z.string(),
  create_time: z.number(),
  execution_start_time: z.number().optional(),
  execution_end_time: z.number().optional(),
  outputs_count: z.number().optional(),
});
const page = z.object({ jobs: z.array(job), pagination: z.looseObject({ total: z.number() }) });

const id = argument("ID", "of the job", port.text());
const json = option.flag("print as JSON");

/** `nextscale jobs …`: the jobs of a server. */
export const jobsCommands: readonly CommandDefinition[] = [
  defineCommand({
    name: "jobs list",
    summary: "list the jobs of a server, the newest first",
    arguments: {},
    options: {
      ...remoteOptions,
      status: option.value(
        "STATUS",
        "pending, in_progress, completed, failed, cancelled; several with commas",
        port.optional(port.text()),
      ),
      limit: option.value("N", "at most so many", port.integer({ min: 1, max: 1000, default: 20 })),
      json,
    },
    run: async ({ server, token, status, limit, json }, io) => {
      const query = new URLSearchParams({ limit: String(limit), ...(status !== undefined && { status }) });
      const { jobs, pagination } = await createRemote(server, token, io.signal).get(`/jobs?${query}`, page);
      if (json) return line(io.stdout, JSON.stringify(jobs, null, 2));
      line(io.stdout, table([["ID", "STATUS", "CREATED", "TOOK", "RESULTS"], ...jobs.map(row)]));
      line(io.stderr, `${jobs.length} of ${pagination.total} jobs.`);
    },
  }),
  defineCommand({
    name: "jobs show",
    summary: "print all that a server knows of one job, as JSON",
    arguments: { id },
    options: remoteOptions,
    run: async ({ id, server, token }, io) => {
      const remote = createRemote(server, token, io.signal);
      line(io.stdout, JSON.stringify(await remote.get(`/jobs/${encodeURIComponent(id)}`, job), null, 2));
    },
  }),
  defineCommand({
    name: "jobs cancel",
    summary: "cancel a job: one that waits at once, one that runs within a step",
    arguments: { id },
    options: remoteOptions,
    run: async ({ id, server, token }, io) => {
      const answer = z.object({ cancelled: z.boolean() });
      const remote = createRemote(server, token, io.signal);
      const { cancelled } = await remote.post(`/jobs/${encodeURIComponent(id)}/cancel`, {}, answer);
      line(io.stdout, cancelled ? `Job ${id} is cancelled.` : `Job ${id} has ended already, or there is none.`);
    },
  }),
  defineCommand({
    name: "jobs retry",
    summary: "do a job that has ended again; prints the id of the new one",
    arguments: { id },
    options: remoteOptions,
    run: async ({ id, server, token }, io) => {
      const remote = createRemote(server, token, io.signal);
      line(io.stdout, (await remote.post(`/jobs/${encodeURIComponent(id)}/retry`, {}, job)).id);
    },
  }),
];

function row({
  id,
  status,
  create_time,
  execution_start_time,
  execution_end_time,
  outputs_count = 0,
}: z.output<typeof job>) {
  const hasEnded = execution_start_time !== undefined && execution_end_time !== undefined;
  const took = hasEnded ? formatDuration(execution_end_time - execution_start_time) : "";
  return [id, status, new Date(create_time).toISOString(), took, String(outputs_count)];
}

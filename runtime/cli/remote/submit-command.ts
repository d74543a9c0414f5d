import { randomUUID } from "node:crypto";
import { stat } from "node:fs/promises";
import { basename, join, parse } from "node:path";
import { z } from "zod";
import { makeFolder } from "../../files/make-folder.ts";
import { readBytes } from "../../files/read.ts";
import { writeAtomic } from "../../files/write.ts";
import { apiFromPrompt, type Prompt, port, type Registry } from "../../workflow/index.ts";
import { type CommandDefinition, defineCommand } from "../command.ts";
import { cliErrors } from "../errors.ts";
import { type Io, line } from "../io.ts";
import { argument, option } from "../option.ts";
import { prepareWorkflow } from "../prepare-workflow.ts";
import { readWorkflowFile } from "../read-workflow-file.ts";
import type { HistoryEntry } from "./follow-job.ts";
import { createRemote, type Remote, remoteFile, remoteOptions } from "./remote.ts";

const accepted = z.object({ prompt_id: z.string(), node_errors: z.record(z.string(), z.unknown()) });

/** `nextscale submit`: runs a workflow on a server and brings its results. */
export function createSubmitCommand({
  registry,
}: {
  readonly registry: (io: Io) => Promise<Registry>;
}): CommandDefinition {
  return defineCommand({
    name: "submit",
    summary: "run a workflow on a server: files it names go there, results come back",
    arguments: { file: argument("FILE", "workflow, or a picture that carries one", port.text()) },
    options: {
      ...remoteOptions,
      set: option.list("NODE.INPUT=VALUE", "give an input a value; NODE is an id or a title"),
      out: option.value("DIR", "folder for results", port.text({ default: "out" })),
      front: option.flag("before all jobs that wait"),
      detach: option.flag("print the job's id and do not wait; `nextscale jobs show` tells what came of it"),
    },
    run: async ({ file, server, token, set, out, front, detach }, io) => {
      const saved = await readWorkflowFile(file);
      const prompt = prepareWorkflow(saved, set, await registry(io));
      const remote = createRemote(server, token);
      const client = randomUUID();
      const title = (node: string) => prompt.get(node as never)?.title ?? node;
      const onNode = (node: string) => line(io.stderr, title(node));
      const onProgress = (_: string, done: number, total: number, label: string) =>
        line(io.stderr, `      ${label} ${done}/${total}`);
      const { followJobs } = await import("./follow-job.ts");
      const follower = detach ? null : await followJobs(remote, client, { onNode, onProgress }, io.signal);
      try {
        const workflow = saved.form === "editor" && set.length === 0 ? saved.document : null;
        const request = { prompt: await withUploads(prompt, remote, io), client_id: client, front };
        const extra = workflow === null ? {} : { extra_data: { extra_pnginfo: { workflow } } };
        const { prompt_id: job, node_errors } = await remote.post("/prompt", { ...request, ...extra }, accepted);
        for (const node of Object.keys(node_errors))
          line(io.stderr, `Warning: node ${node} and what needs it are left out.`);
        if (follower === null) line(io.stdout, job);
        else await waitFor(job, follower.ended(job), { remote, out }, io);
      } finally {
        follower?.close();
      }
    },
  });
}

interface Results {
  readonly remote: Remote;
  readonly out: string;
}

/** Ctrl-C cancels the job on the server too. */
async function waitFor(job: string, ended: Promise<HistoryEntry>, { remote, out }: Results, io: Io): Promise<void> {
  const entry = await ended.catch(async (error: unknown) => {
    if (io.signal.aborted) await remote.post(`/jobs/${job}/cancel`, {}, z.unknown()).catch(() => {});
    throw error;
  });
  const shown = Object.values(entry.outputs).flatMap((output) => Object.values(output).flat());
  for (const each of shown) {
    if (typeof each === "string") line(io.stdout, each);
    const file = remoteFile.safeParse(each).data;
    if (file === undefined || file.type !== "output") continue;
    line(io.stdout, await keep(await remote.download(file), out, basename(file.filename)));
  }
  if (!entry.status.completed) throw cliErrors.JOB_FAILED({ job, problem: problemOf(entry) });
}

function problemOf({ status }: HistoryEntry): string {
  const [type, data] = status.messages.at(-1) ?? ["", {}];
  const said = "exception_message" in data ? String(data.exception_message) : "";
  return type === "execution_interrupted" ? "it was cancelled" : said || "the server does not say why";
}

/** Inputs that name files of this machine name their uploads instead. */
async function withUploads(prompt: Prompt, remote: Remote, io: Io): Promise<unknown> {
  const uploads = new Map<string, string>();
  for (const { inputs } of prompt.values()) {
    for (const source of Object.values(inputs)) {
      const path = source.kind === "value" && typeof source.value === "string" ? source.value : "";
      if (uploads.has(path) || !/\.(png|jpe?g|webp|gif|avif|tiff?)$/i.test(path)) continue;
      const isFile = await stat(path).then(
        (stats) => stats.isFile(),
        () => false,
      );
      if (!isFile) continue;
      uploads.set(path, await remote.upload(await readBytes(path), basename(path)));
      line(io.stderr, `Sent ${path}.`);
    }
  }
  const renamed = (_: string, value: unknown) => (typeof value === "string" ? (uploads.get(value) ?? value) : value);
  return JSON.parse(JSON.stringify(apiFromPrompt(prompt)), renamed);
}

/** Writes a result under its name, or `name (1)` where there is one already; returns the path. */
async function keep(bytes: Uint8Array, folder: string, name: string): Promise<string> {
  await makeFolder(folder);
  const { name: stem, ext } = parse(name);
  for (let i = 0; ; i++) {
    const path = join(folder, i === 0 ? name : `${stem} (${i})${ext}`);
    const isFree = await stat(path).then(
      () => false,
      () => true,
    );
    if (!isFree) continue;
    await writeAtomic(path, bytes);
    return path;
  }
}

import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { NextscaleError } from "../errors.ts";
import { fileError } from "../files/system-error.ts";
import type { BlobStore } from "../jobs/blob-store.ts";
import type { BlobHash, InputFiles, JobEnd, JobError, JsonObject } from "../jobs/job.ts";
import {
  apiFromPrompt,
  execute,
  formatWorkflow,
  type Lanes,
  type NodeCache,
  nodeId,
  type Prompt,
  promptOf,
  type Registry,
  workflowOf,
} from "../workflow/index.ts";
import { engineErrors } from "./errors.ts";
import type { createKeptFiles } from "./kept-files.ts";
import type { FromEngine, RunRequest } from "./messages.ts";
import { createRelay } from "./relay.ts";

/** What stays from job to job. */
export interface Session {
  readonly registry: Registry;
  /** Says which files the nodes of the next job may read. */
  readonly allow: (paths: readonly string[]) => void;
  readonly blobs: BlobStore;
  readonly cache: NodeCache;
  readonly files: ReturnType<typeof createKeptFiles>;
  readonly lanes: Lanes;
  readonly device: string;
  /** Where nodes write. */
  readonly work: string;
}

/** Runs one job and tells of it; never rejects. */
export async function runJob(
  request: RunRequest,
  session: Session,
  signal: AbortSignal,
  send: (message: FromEngine) => void,
): Promise<void> {
  const { job, targets, workflow, previews } = request;
  const { registry, files, blobs, work } = session;
  const isOutput = (type: string) => registry.get(type)?.output === true;
  const relay = createRelay({ job, files, previews, isOutput, send });
  const attempt = async (): Promise<JobError | null> => {
    try {
      await emptyFolder(work);
      const asked = promptOf(workflowOf(request.prompt), registry);
      session.allow(Object.values(request.files).flatMap((inputs) => Object.values(inputs).map(blobs.path)));
      const { release } = await execute(withFiles(asked, request.files, blobs.path), {
        registry,
        targets: targets.map(nodeId),
        onEvent: relay.onEvent,
        signal,
        folder: work,
        source: sourceOf(asked, workflow),
        device: session.device,
        lanes: session.lanes,
        blobs: { put: async (bytes) => (await blobs.put(bytes)).hash, get: (name) => blobs.get(name as BlobHash) },
        cache: files.cache,
      });
      await release();
      return null;
    } catch (error) {
      return errorOf(error);
    }
  };
  let error = await attempt();
  const told = await relay.finished().catch((lost: unknown) => {
    error ??= errorOf(lost);
    return { cached: [], executed: [] };
  });
  await files.settled();
  await emptyFolder(work).catch(() => {}); // the next job finds out
  send({ type: "end", job, end: endOf(error, signal.aborted, told) });
}

function endOf(
  error: JobError | null,
  aborted: boolean,
  told: { readonly cached: readonly string[]; readonly executed: readonly string[] },
): JobEnd {
  if (error === null) return { ...told, status: "done", error: null };
  return aborted ? { ...told, status: "cancelled", error: null } : { ...told, status: "failed", error };
}

/** What went wrong, and at which node if that is known. */
function errorOf(cause: unknown): JobError {
  const problem = cause instanceof Error ? cause.message : String(cause);
  const { code, message, help, details } =
    cause instanceof NextscaleError ? cause : engineErrors.UNEXPECTED({ problem }, { cause });
  const detail = (name: string): string | null => {
    const value = details[name];
    return typeof value === "string" ? value : null;
  };
  const node = detail("node");
  const nodeType = node === null ? null : detail("type");
  const reason = node === null ? "workflow" : "node";
  return { reason, code, message, help, node, display: detail("display") ?? node, nodeType };
}

/** The graph with paths in the place of the inputs that name blobs. */
function withFiles(prompt: Prompt, files: InputFiles, path: (blob: BlobHash) => string): Prompt {
  const changed = new Map(prompt);
  for (const [id, inputs] of Object.entries(files)) {
    const node = changed.get(nodeId(id));
    if (node === undefined) continue;
    const paths = Object.entries(inputs).map(([name, blob]) => [name, { kind: "value", value: path(blob) }] as const);
    changed.set(node.id, { ...node, inputs: { ...node.inputs, ...Object.fromEntries(paths) } });
  }
  return changed;
}

function sourceOf(prompt: Prompt, workflow: JsonObject | null): ReadonlyMap<string, string> {
  const ran = ["prompt", formatWorkflow(apiFromPrompt(prompt))] as const;
  return new Map(workflow === null ? [ran] : [["workflow", formatWorkflow(workflow)], ran]);
}

async function emptyFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true });
  } catch (cause) {
    throw fileError(cause, folder, "write");
  }
}

import { z } from "zod";
import { confineFiles } from "../engine/confine-files.ts";
import type { BlobHash, InputFiles, JsonObject } from "../jobs/job.ts";
import { isJobId } from "../jobs/job.ts";
import {
  apiFromPrompt,
  checkWorkflow,
  nodeId,
  type Prompt,
  promptOf,
  type Registry,
  type WireErrors,
  wireErrors,
  workflowOf,
} from "../workflow/index.ts";
import { serverErrors } from "./errors.ts";
import { isFileName, placeOf } from "./files/place.ts";
import { readAs } from "./read-body.ts";
import type { Services } from "./services.ts";

const object = z.record(z.string(), z.unknown());

export const promptRequest = z.looseObject({
  client_id: z.string().nullish(),
  prompt_id: z.unknown().optional(),
  number: z.number().optional(),
  front: z.boolean().optional(),
  held: z.boolean().optional(),
  partial_execution_targets: z.array(z.union([z.string(), z.number()])).nullish(),
  extra_data: z
    .looseObject({
      extra_pnginfo: z.looseObject({ workflow: object.nullish() }).nullish(),
      preview_method: z.unknown().optional(),
    })
    .default({}),
});

/** What is kept of a request's extra data: never a secret. */
const SECRETS = new Set(["auth_token_comfy_org", "api_key_comfy_org"]);
const KNOWN = new Set(["extra_pnginfo", "client_id", "create_time"]);

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export interface SubmitOptions {
  /** More to keep with the job. Default none. */
  readonly also?: JsonObject;
  /** See `Submission.key`. Default none. */
  readonly key?: string | null;
}

/**
 * Checks a graph, in either form, and puts it into the queue. Outputs that a problem touches are left out and told of;
 * without any left the answer is 400 with all problems. Rejects as `JobRunner.submit`, WORKFLOW_* and SERVER_*.
 */
export async function submitPrompt(
  body: unknown,
  services: Services,
  { also = {}, key = null }: SubmitOptions = {},
): Promise<Answer> {
  const { runner, store, registry, limits } = services;
  const given = object.safeParse(body).data?.prompt;
  if (given === undefined || given === null) return refusal("no_prompt", "No prompt provided");
  const read = readAs(promptRequest, body);
  const id = read.prompt_id ?? undefined;
  if (id !== undefined && !isJobId(id)) return refusal("invalid_prompt_id", "prompt_id must be a valid UUID");

  const document = readAs(object, given);
  const file = workflowOf(document);
  const prompt = promptOf(file, registry);
  const targets = read.partial_execution_targets?.map((target) => nodeId(String(target)));
  const uploads = await uploadsIn(prompt, services);
  const nodes = confineFiles(registry, (name) => uploads.names.has(name));
  const checked = await checkWorkflow(prompt, nodes, targets === undefined ? {} : { targets });
  const { error, node_errors } = wireErrors(checked, prompt, registry);
  if (error !== null) return { status: 400, body: { error, node_errors } satisfies WireErrors };

  const { waiting, held } = await store.counts();
  if (waiting + held >= limits.waiting) throw serverErrors.QUEUE_FULL({ most: limits.waiting });
  const workflow = read.extra_data.extra_pnginfo?.workflow ?? (file.form === "editor" ? document : null);
  const job = await runner.submit({
    ...(id !== undefined && { id }),
    prompt: apiFromPrompt(prompt),
    targets: checked.outputs,
    workflow,
    client: read.client_id ?? null,
    extra: { ...kept(read.extra_data), ...also },
    ...(read.number !== undefined && { order: read.number }),
    front: read.front ?? false,
    held: read.held ?? false,
    key,
    mayRetry: mayRetry(prompt, registry),
    previews: read.extra_data.preview_method !== "none",
    files: uploads.files,
  });
  return { status: 200, body: { prompt_id: job.id, number: job.order, node_errors } };
}

function refusal(type: string, message: string): Answer {
  return { status: 400, body: { error: { type, message, details: message, extra_info: {} }, node_errors: {} } };
}

function kept(extra: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(extra).filter(([name]) => !SECRETS.has(name) && !KNOWN.has(name)));
}

/** A job may begin again when every node would do the same again. */
function mayRetry(prompt: Prompt, registry: Registry): boolean {
  return [...prompt.values()].every(({ type }) => registry.get(type)?.deterministic ?? false);
}

interface Uploads {
  readonly files: InputFiles;
  /** As they stand in the graph. */
  readonly names: ReadonlySet<string>;
}

/** The uploads that inputs for files name, by node and input: "cat.png", "folder/cat.png" or "cat.png [input]". */
async function uploadsIn(prompt: Prompt, { files, registry }: Services): Promise<Uploads> {
  const found: Record<string, Record<string, BlobHash>> = {};
  const names = new Set<string>();
  for (const [id, { type, inputs }] of prompt) {
    for (const [name, source] of Object.entries(inputs)) {
      if (registry.get(type)?.inputs[name]?.widget?.kind !== "file") continue;
      if (source.kind !== "value" || typeof source.value !== "string" || !isFileName(source.value)) continue;
      const row = await files.get(placeOf(source.value, { folder: "input" }));
      if (row === null) continue;
      found[id] = { ...found[id], [name]: row.blob };
      names.add(source.value);
    }
  }
  return { files: found, names };
}

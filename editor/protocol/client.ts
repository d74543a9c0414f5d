import { isObject } from "../../runtime/workflow/file/json.ts";
import type { WorkflowDocument } from "../core/document.ts";
import { type NodeTypes, readNodeTypes } from "../core/node-type.ts";
import type { WireFile } from "./message.ts";
import { type NodeProblems, problemsOf } from "./problems.ts";

/** One job of the queue or the history. */
export interface JobRow {
  readonly id: string;
  readonly status: "pending" | "in_progress" | "completed" | "failed" | "cancelled";
  readonly held: boolean;
  /** Of those that wait, the one with the least is next. */
  readonly order: number;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly error: string | null;
  readonly preview: WireFile | null;
}

/** Where in the queue a job goes. */
export type JobPlace = "front" | "back" | { readonly before: string };

export type Submitted =
  | { readonly ok: true; readonly job: string; readonly problems: NodeProblems }
  | { readonly ok: false; readonly text: string; readonly problems: NodeProblems };

/** A server that could not be asked, or that refused. */
export interface Failure {
  readonly ok: false;
  readonly text: string;
}

/** Everything the page asks of a server, by the public protocol. */
export interface Client {
  readonly id: string;
  readonly base: string;
  readonly nodeTypes: () => Promise<NodeTypes>;
  readonly submit: (workflow: WorkflowDocument, targets: readonly string[] | null) => Promise<Submitted>;
  readonly interrupt: () => Promise<void>;
  readonly cancel: (id: string) => Promise<void>;
  readonly retry: (id: string) => Promise<void>;
  readonly move: (id: string, to: JobPlace) => Promise<void>;
  readonly removeFromHistory: (id: string) => Promise<void>;
  readonly jobs: (limit: number) => Promise<readonly JobRow[]>;
  /** What each node of a finished job showed, by node, and the workflow that made it; null when it is not there. */
  readonly outputs: (id: string) => Promise<JobOutputs | null>;
  readonly upload: (file: Blob, name: string) => Promise<string>;
  readonly viewUrl: (file: WireFile) => string;
  readonly listSaved: () => Promise<readonly string[]>;
  readonly readSaved: (name: string) => Promise<string>;
  readonly save: (name: string, text: string) => Promise<void>;
  readonly serverLog: () => Promise<string>;
  readonly templates: () => Promise<readonly Template[]>;
  readonly readTemplate: (template: Template) => Promise<string>;
}

export interface JobOutputs {
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly status: string;
  readonly workflow: WorkflowDocument | null;
}

export interface Template {
  readonly pack: string;
  readonly name: string;
}

const FOLDER = "workflows";

/** A client of the server at `base` (no slash at its end). Its calls reject with an `Error` whose text can be shown. */
export function createClient(base: string, id: string, ask: typeof fetch): Client {
  const send = async (path: string, init?: RequestInit): Promise<Response> => {
    const response = await ask(`${base}${path}`, init);
    if (!response.ok) throw new Error(await refusalText(response));
    return response;
  };
  const json = async (path: string): Promise<unknown> => (await send(path)).json();
  const post = (path: string, body: unknown): Promise<Response> =>
    send(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  const fileUrl = (name: string) => `/userdata/${encodeURIComponent(`${FOLDER}/${name}`)}`;

  return {
    id,
    base,
    nodeTypes: async () => readNodeTypes(await json("/object_info")),
    submit: async (workflow, targets) => {
      const body = {
        prompt: workflow,
        client_id: id,
        extra_data: { extra_pnginfo: { workflow } },
        ...(targets !== null && { partial_execution_targets: targets }),
      };
      const response = await ask(`${base}/prompt`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      const answer: unknown = await response.json().catch(() => ({}));
      const problems = problemsOf(answer);
      if (response.ok && isObject(answer)) return { ok: true, job: String(answer.prompt_id), problems };
      return { ok: false, text: errorText(answer) ?? response.statusText, problems };
    },
    interrupt: async () => void (await post("/interrupt", {})),
    cancel: async (job) => void (await post(`/api/jobs/${job}/cancel`, {})),
    retry: async (job) => void (await post(`/api/jobs/${job}/retry`, {})),
    move: async (job, to) => void (await post(`/api/jobs/${job}/move`, typeof to === "string" ? { to } : to)),
    removeFromHistory: async (job) => void (await post("/history", { delete: [job] })),
    jobs: async (limit) => {
      const answer = await json(`/api/jobs?limit=${limit}`);
      return isObject(answer) && Array.isArray(answer.jobs) ? answer.jobs.filter(isObject).map(jobRow) : [];
    },
    outputs: async (job) => {
      const answer = await json(`/history/${job}`);
      const entry = isObject(answer) ? answer[job] : null;
      if (!isObject(entry)) return null;
      const status = isObject(entry.status) ? String(entry.status.status_str) : "";
      const extra = Array.isArray(entry.prompt) && isObject(entry.prompt[3]) ? entry.prompt[3] : {};
      const info = isObject(extra.extra_pnginfo) ? extra.extra_pnginfo.workflow : null;
      return { outputs: isObject(entry.outputs) ? entry.outputs : {}, status, workflow: isObject(info) ? info : null };
    },
    upload: async (file, name) => {
      const form = new FormData();
      form.append("image", file, name);
      const answer: unknown = await (await send("/upload/image", { method: "POST", body: form })).json();
      if (!isObject(answer) || typeof answer.name !== "string")
        throw new Error("The server did not say what it calls the file.");
      return typeof answer.subfolder === "string" && answer.subfolder !== ""
        ? `${answer.subfolder}/${answer.name}`
        : answer.name;
    },
    viewUrl: ({ filename, subfolder, type }) =>
      `${base}/view?${new URLSearchParams({ filename, subfolder, type }).toString()}`,
    listSaved: async () => {
      const answer = await json(`/userdata?dir=${FOLDER}&recurse=true`).catch(() => []);
      return Array.isArray(answer) ? answer.map(String).filter((name) => name.endsWith(".json")) : [];
    },
    readSaved: async (name) => (await send(fileUrl(name))).text(),
    save: async (name, text) =>
      void (await send(fileUrl(name), { method: "POST", headers: { "content-type": "application/json" }, body: text })),
    serverLog: async () => {
      const answer = await json("/internal/logs");
      return typeof answer === "string" ? answer : "";
    },
    templates: async () => {
      const answer = await json("/workflow_templates").catch(() => ({}));
      if (!isObject(answer)) return [];
      return Object.entries(answer).flatMap(([pack, names]) =>
        Array.isArray(names) ? names.map((name) => ({ pack, name: String(name) })) : [],
      );
    },
    readTemplate: async ({ pack, name }) =>
      (await send(`/api/workflow_templates/${encodeURIComponent(pack)}/${encodeURIComponent(name)}.json`)).text(),
  };
}

async function refusalText(response: Response): Promise<string> {
  const answer: unknown = await response.json().catch(() => null);
  return errorText(answer) ?? `${response.status} ${response.statusText}`.trim();
}

function errorText(answer: unknown): string | null {
  if (!isObject(answer)) return null;
  if (typeof answer.error === "string") return answer.error;
  if (!isObject(answer.error)) return null;
  const { message, details } = answer.error;
  return [message, details].filter((part) => typeof part === "string" && part !== "").join(" ");
}

function jobRow(raw: Readonly<Record<string, unknown>>): JobRow {
  const status = (["in_progress", "completed", "failed", "cancelled"] as const).find((known) => known === raw.status);
  const preview = isObject(raw.preview_output) ? raw.preview_output : null;
  const error = isObject(raw.execution_error) ? raw.execution_error.exception_message : null;
  return {
    id: String(raw.id),
    status: status ?? "pending",
    held: raw.held === true,
    order: Number(raw.priority) || 0,
    createdAt: Number(raw.create_time) || 0,
    startedAt: typeof raw.execution_start_time === "number" ? raw.execution_start_time : null,
    endedAt: typeof raw.execution_end_time === "number" ? raw.execution_end_time : null,
    error: typeof error === "string" ? error : null,
    preview:
      preview !== null && typeof preview.filename === "string" && preview.mediaType !== "files"
        ? {
            filename: preview.filename,
            subfolder: String(preview.subfolder ?? ""),
            type: String(preview.type ?? "output"),
          }
        : null,
  };
}

import { isObject } from "../../runtime/workflow/file/json.ts";
import type { Frame } from "./frames.ts";

/** A file that a node showed, as the wire names it. */
export interface WireFile {
  readonly filename: string;
  readonly subfolder: string;
  readonly type: string;
}

export type NodeState = "pending" | "running" | "finished" | "error";

/** What the server tells, in the words of the page. */
export type ServerMessage =
  | { readonly kind: "queue"; readonly remaining: number; readonly client: string | null }
  | { readonly kind: "start"; readonly job: string }
  | { readonly kind: "cached"; readonly job: string; readonly nodes: readonly string[] }
  | { readonly kind: "executing"; readonly job: string | null; readonly node: string | null }
  | { readonly kind: "progress"; readonly job: string; readonly nodes: readonly NodeProgress[] }
  | { readonly kind: "label"; readonly job: string; readonly node: string; readonly label: string }
  | {
      readonly kind: "output";
      readonly job: string;
      readonly node: string;
      readonly images: readonly WireFile[];
      readonly videos: readonly WireFile[];
      readonly texts: readonly string[];
    }
  | {
      readonly kind: "metric";
      readonly job: string;
      readonly node: string;
      readonly name: string;
      readonly step: number;
      readonly value: number;
    }
  | { readonly kind: "success"; readonly job: string }
  | {
      readonly kind: "error";
      readonly job: string;
      readonly node: string | null;
      readonly text: string;
      readonly isBlock: boolean;
    }
  | { readonly kind: "interrupted"; readonly job: string }
  | { readonly kind: "engine"; readonly state: string }
  | { readonly kind: "log"; readonly node: string | null; readonly level: string; readonly text: string }
  | Frame;

export interface NodeProgress {
  readonly node: string;
  readonly value: number;
  readonly max: number;
  readonly state: NodeState;
}

type Data = Readonly<Record<string, unknown>>;

/** Reads a JSON message; null for types that are not known, which clients ignore. */
export function readMessage(text: string): ServerMessage | null {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(message) || !isObject(message.data)) return null;
  const { type, data } = message as { readonly type: unknown; readonly data: Data };
  const job = word(data.prompt_id) ?? "";
  switch (type) {
    case "status":
      return { kind: "queue", remaining: remainingOf(data), client: word(data.sid) };
    case "execution_start":
      return { kind: "start", job };
    case "execution_cached":
      return { kind: "cached", job, nodes: Array.isArray(data.nodes) ? data.nodes.map(String) : [] };
    case "executing":
      return { kind: "executing", job: word(data.prompt_id), node: word(data.display_node) ?? word(data.node) };
    case "progress_state":
      return { kind: "progress", job, nodes: isObject(data.nodes) ? progressOf(data.nodes) : [] };
    case "progress":
      return { kind: "label", job, node: word(data.node) ?? "", label: word(data.label) ?? "" };
    case "executed":
      return outputOf(word(data.display_node) ?? word(data.node) ?? "", data.output, job);
    case "execution_success":
      return { kind: "success", job };
    case "execution_error": {
      const isBlock = data.exception_type === "ExecutionBlocked";
      return { kind: "error", job, node: word(data.node_id), text: word(data.exception_message) ?? "", isBlock };
    }
    case "execution_interrupted":
      return { kind: "interrupted", job };
    case "nextscale_engine":
      return { kind: "engine", state: word(data.state) ?? "" };
    case "nextscale_metric": {
      const { step, value } = data;
      if (typeof step !== "number" || typeof value !== "number") return null;
      return { kind: "metric", job, node: word(data.display_node_id) ?? "", name: word(data.name) ?? "", step, value };
    }
    case "nextscale_log":
      return {
        kind: "log",
        node: word(data.display_node_id),
        level: word(data.level) ?? "info",
        text: word(data.text) ?? "",
      };
    default:
      return null;
  }
}

/** What a node showed, as `executed` and the history tell it. */
export function outputOf(node: string, output: unknown, job: string): ServerMessage & { readonly kind: "output" } {
  const shown = isObject(output) ? output : {};
  const texts = Array.isArray(shown.text) ? shown.text.map(String) : [];
  const videos = [...files(shown.video), ...files(shown.gifs)];
  return { kind: "output", job, node, images: files(shown.images), videos, texts };
}

function files(value: unknown): readonly WireFile[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((file) =>
    isObject(file) && typeof file.filename === "string"
      ? [{ filename: file.filename, subfolder: word(file.subfolder) ?? "", type: word(file.type) ?? "output" }]
      : [],
  );
}

function progressOf(nodes: Data): readonly NodeProgress[] {
  return Object.values(nodes).flatMap((each) => {
    if (!isObject(each)) return [];
    const node = word(each.display_node_id) ?? word(each.node_id);
    const state = (["running", "finished", "error"] as const).find((known) => known === each.state) ?? "pending";
    return node === null ? [] : [{ node, value: Number(each.value) || 0, max: Number(each.max) || 1, state }];
  });
}

function remainingOf(data: Data): number {
  const status = isObject(data.status) ? data.status : {};
  const info = isObject(status.exec_info) ? status.exec_info : {};
  return Number(info.queue_remaining) || 0;
}

function word(value: unknown): string | null {
  return typeof value === "string" || typeof value === "number" ? String(value) : null;
}

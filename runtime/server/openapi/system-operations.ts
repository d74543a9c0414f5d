import { z } from "zod";
import { logWatch } from "../routes/internal.ts";
import type { Operation } from "./operation.ts";
import { names, object } from "./shapes.ts";

const SYSTEM = "System";
const KEEPER = "Keeper";

/** What the server is, how it is, and what its keeper sees. */
export const systemOperations: readonly Operation[] = [
  { method: "get", path: "/system_stats", tag: SYSTEM, summary: "Machine, devices and engine.", answer: object },
  { method: "get", path: "/features", tag: SYSTEM, summary: "What this server understands.", answer: object },
  { method: "get", path: "/extensions", tag: SYSTEM, summary: "Scripts of packs for the editor: none.", answer: names },
  { method: "get", path: "/i18n", tag: SYSTEM, summary: "Texts in other languages: none.", answer: object },
  { method: "get", path: "/global_subgraphs", tag: SYSTEM, summary: "Subgraphs of packs: none.", answer: object },
  { method: "get", path: "/health", tag: SYSTEM, summary: "The process answers.", answer: object },
  {
    method: "get",
    path: "/ready",
    tag: SYSTEM,
    summary: "Jobs that are sent now are kept and will run.",
    answer: object,
    refusals: { 503: "They are not kept, or nothing starts now." },
  },
  { method: "get", path: "/metrics", tag: SYSTEM, summary: "Measurements for Prometheus.", answer: "text/plain" },
  { method: "get", path: "/openapi.json", tag: SYSTEM, summary: "This document.", answer: object },
  { method: "get", path: "/openapi", tag: SYSTEM, summary: "This document as a page.", answer: "text/html" },
  { method: "get", path: "/openapi.css", tag: SYSTEM, summary: "How that page looks.", answer: "text/css" },
  {
    method: "get",
    path: "/internal/logs",
    tag: KEEPER,
    summary: "The newest lines of the log as one text.",
    answer: z.string(),
  },
  {
    method: "get",
    path: "/internal/logs/raw",
    tag: KEEPER,
    summary: "The newest lines of the log.",
    answer: z.object({ entries: z.array(z.object({ t: z.string(), m: z.string() })), size: object }),
  },
  {
    method: "patch",
    path: "/internal/logs/subscribe",
    tag: KEEPER,
    summary: "Say whether a client wants to hear of new lines.",
    body: logWatch,
    answer: null,
  },
  {
    method: "get",
    path: "/internal/folder_paths",
    tag: KEEPER,
    summary: "Where the server keeps things.",
    answer: object,
  },
  {
    method: "get",
    path: "/internal/files/{type}",
    tag: KEEPER,
    summary: "Names of files, the newest first.",
    answer: names,
  },
];

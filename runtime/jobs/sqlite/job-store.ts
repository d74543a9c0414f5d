import { randomUUID } from "node:crypto";
import type { JobId } from "../job.ts";
import type { JobStore } from "../job-store.ts";
import { counts, history, list, running, waiting } from "./lists.ts";
import { addOutput } from "./outputs.ts";
import { blobsInUse, prune } from "./prune.ts";
import { cancel, change, move, remove, retry } from "./queue.ts";
import { selectJobs } from "./rows.ts";
import { claim, finish, requeue } from "./run-states.ts";
import type { Sql } from "./sql.ts";
import { type Clock, submit } from "./submit.ts";

/** A job store in a database that `openDatabase` opened. */
export function createJobStore(sql: Sql, { now = Date.now, newId = newJobId }: Partial<Clock> = {}): JobStore {
  const clock = { now, newId };
  return {
    submit: async (submission) => submit(sql, submission, clock),
    claim: async () => claim(sql, now()),
    finish: async (id, attempt, end) => finish(sql, id, attempt, end, now()),
    requeue: async (id, attempt) => requeue(sql, id, attempt),
    addOutput: async (id, attempt, output) => addOutput(sql, id, attempt, output, now()),
    cancel: async (ids) => cancel(sql, ids, now()),
    hold: async (ids) => change(sql, ids, "waiting", "held"),
    release: async (ids) => change(sql, ids, "held", "waiting"),
    move: async (id, place) => move(sql, id, place),
    retry: async (id) => retry(sql, id, clock),
    remove: async (ids) => remove(sql, ids),
    get: async (id) => selectJobs(sql, "WHERE jobs.id = ?", id)[0] ?? null,
    queue: async () => ({ waiting: waiting(sql), running: running(sql) }),
    waiting: async () => waiting(sql),
    running: async () => running(sql),
    history: (window = {}) => history(sql, window),
    list: async (query = {}) => list(sql, query),
    counts: async () => counts(sql),
    prune: async (retention) => prune(sql, retention, now()),
    blobsInUse: async () => blobsInUse(sql),
  };
}

function newJobId(): JobId {
  return randomUUID() as string as JobId;
}

import { expect, test } from "vitest";
import type { JobEvent } from "../../../runtime/jobs/event.ts";
import { createLog } from "../../../runtime/jobs/log.ts";
import { createEventBus } from "../../../runtime/jobs/memory-event-bus.ts";
import { countJobs } from "../../../runtime/jobs/metrics.ts";
import { jobId } from "./fake-jobs.ts";

test("what happens to jobs is counted, with how long they waited and ran", () => {
  const bus = createEventBus();
  const metrics = countJobs(bus);
  const of = (number: number, at: number) => ({ job: jobId(number), client: null, at });
  const error = {
    reason: "memory",
    code: "ENGINE_OUT_OF_MEMORY",
    message: "",
    help: "",
    node: null,
    display: null,
    nodeType: null,
  } as const;
  const events: readonly JobEvent[] = [
    { type: "job-submitted", ...of(1, 0) },
    { type: "job-submitted", ...of(2, 0) },
    { type: "job-start", ...of(1, 2000), attempt: 1 },
    { type: "job-cached", ...of(1, 2000), nodes: ["1", "2"] },
    { type: "node-done", ...of(1, 2000), node: "3", display: "3", ms: 5 },
    { type: "job-end", ...of(1, 2500), status: "done", error: null, executed: ["3"], node: null },
    { type: "job-start", ...of(2, 3000), attempt: 1 },
    { type: "job-retry", ...of(2, 4000), reason: "memory" },
    { type: "job-start", ...of(2, 5000), attempt: 2 },
    { type: "job-end", ...of(2, 25_000), status: "failed", error, executed: [], node: null },
    { type: "queue", waiting: 3, running: 1, at: 0 },
  ];
  for (const event of events) bus.publish(event);
  const counted = metrics();
  expect(counted).toMatchObject({
    submitted: 2,
    ended: { done: 1, failed: 1, cancelled: 0 },
    failedFor: { memory: 1, node: 0 },
    retried: 1,
    nodesRun: 1,
    nodesCached: 2,
    waiting: 3,
    running: 1,
  });
  const atMost = (seconds: number) => counted.runSeconds.counts[counted.runSeconds.bounds.indexOf(seconds)];
  expect([atMost(0.3), atMost(1), atMost(30)]).toEqual([0, 1, 2]);
  expect(counted.runSeconds.sum).toBe(20.5);
  expect(counted.waitSeconds.counts.at(-1)).toBe(3);
});

test("a log line is one JSON object with the job's id, and never a secret", () => {
  const lines: string[] = [];
  const log = createLog({ to: { write: (line) => lines.push(line) } });
  log.info({ job: jobId(1), token: "secret", headers: { authorization: "secret", cookie: "secret" } }, "job started");
  expect(JSON.parse(lines.join(""))).toMatchObject({ job: jobId(1), msg: "job started" });
  expect(lines.join("")).not.toContain("secret");
});

import { describe, expect, test } from "vitest";
import type { Ran } from "../../../runtime/engine/engine-process.ts";
import { createRunningState } from "../../../runtime/engine/running-job.ts";
import { type Circumstances, settle, settleOrphan } from "../../../runtime/engine/settle.ts";
import type { FailureReason, Job } from "../../../runtime/jobs/job.ts";
import { DONE, jobId } from "../jobs/fake-jobs.ts";

const job: Job = {
  id: jobId(1),
  status: "running",
  order: 1,
  client: null,
  createdAt: 1,
  startedAt: 2,
  endedAt: null,
  attempt: 1,
  stopping: false,
  error: null,
  retryOf: null,
  prompt: {},
  targets: ["1"],
  workflow: null,
  extra: {},
  mayRetry: true,
  previews: true,
  files: {},
  outputs: [],
  cached: [],
  executed: [],
};
const lost = (reason: FailureReason, stopped = false): Ran => ({
  kind: "lost",
  stopped,
  error: { reason, code: "C", message: "m", help: "h", node: null, display: null, nodeType: null },
});
const cancelled: Ran = { kind: "ended", end: { ...DONE, status: "cancelled" } };
const usual: Circumstances = { stopped: false, parked: false, begun: true };

function outcome(ran: Ran, more: Partial<Circumstances> = {}, change: Partial<Job> = {}): string {
  const settled = settle({ ...job, ...change }, ran, { ...usual, ...more }, createRunningState(job));
  return settled.to === "queue" ? `queue ${settled.reason ?? "as it was"}` : settled.end.status;
}

describe("where a job goes that ran", () => {
  test.each([
    ["its end is taken as it is told", outcome({ kind: "ended", end: DONE }), "done"],
    ["C4: a result beats a late cancel", outcome({ kind: "ended", end: DONE }, { stopped: true }), "done"],
    ["stopped by someone", outcome(cancelled, { stopped: true }), "cancelled"],
    ["stopped because the server ends", outcome(cancelled, { parked: true }), "queue as it was"],
    ["stopped by someone while the server ends", outcome(cancelled, { parked: true, stopped: true }), "cancelled"],
    ["done while the server ends", outcome({ kind: "ended", end: DONE }, { parked: true }), "done"],
    ["lost while the server ends", outcome(lost("crash"), { parked: true }), "queue as it was"],
    ["lost after it was told to stop", outcome(lost("crash", true), { stopped: true }), "cancelled"],
    ["crashed, may run again", outcome(lost("crash")), "queue crash"],
    ["out of memory, may run again", outcome(lost("memory")), "queue memory"],
    ["hung, would hang again", outcome(lost("hang")), "failed"],
    ["crashed a second time", outcome(lost("crash"), {}, { attempt: 2 }), "failed"],
    ["crashed, may not run again", outcome(lost("crash"), {}, { mayRetry: false }), "failed"],
    ["lost before it began", outcome(lost("crash"), { begun: false }, { mayRetry: false }), "queue crash"],
    ["never began twice", outcome(lost("crash"), { begun: false }, { mayRetry: false, attempt: 2 }), "failed"],
  ])("%s", (_title, got, want) => {
    expect(got).toBe(want);
  });

  test("what was heard of its nodes is in its end, and the node that was at work is named", () => {
    const state = createRunningState(job);
    state.cached(["1"]);
    const about = { nodeType: "fake/add", title: "Add" };
    state.hear({ type: "node-start", node: "2", display: "2", ...about });
    state.hear({ type: "node-done", node: "2", display: "2", ms: 1 });
    state.hear({ type: "node-start", node: "3.x", display: "3", ...about });
    state.hear({ type: "node-progress", node: "3.x", display: "3", done: 2, total: 5, label: "" });
    expect(state.look()).toMatchObject({ current: "3.x", job: job.id });
    expect(state.look().nodes.get("3.x")).toMatchObject({ state: "running", done: 2, total: 5 });
    expect(settle({ ...job, mayRetry: false }, lost("crash"), usual, state)).toMatchObject({
      to: "end",
      end: {
        status: "failed",
        cached: ["1"],
        executed: ["2"],
        error: { reason: "crash", node: "3.x", display: "3", nodeType: "fake/add" },
      },
    });
  });
});

test("where a job goes that ran when the last server ended", () => {
  expect(settleOrphan(job)).toEqual({ to: "queue", reason: "server" });
  expect(settleOrphan({ ...job, stopping: true })).toMatchObject({ to: "end", end: { status: "cancelled" } });
  for (const change of [{ attempt: 2 }, { mayRetry: false }])
    expect(settleOrphan({ ...job, ...change })).toMatchObject({
      to: "end",
      end: { status: "failed", error: { reason: "server", code: "ENGINE_SERVER_DIED" } },
    });
});

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../jobs/temporary-folder.ts";
import { bundle } from "./bundle.ts";
import { startJobs } from "./start-jobs.ts";

const entry = await bundle("fake-engine.ts");
const chain = (type: string, inputs: object = {}) =>
  ({ 1: [type, inputs], 2: ["fake/say", { value: ["1", 0] }] }) as const;
const QUICK = { 1: ["fake/say", { text: "hi" }] } as const;

describe("a job whose process is lost", () => {
  test("fails with the reason and the node that was at work; the waiting jobs go on", async () => {
    const { submit, left, store, runner, events } = await startJobs(entry);
    const crashed = await submit(chain("fake/crash"));
    const waiting = [await submit(QUICK), await submit(QUICK)];
    for (const { id } of [crashed, ...waiting]) await left(id);
    expect(await store.get(crashed.id)).toMatchObject({
      status: "failed",
      attempt: 1,
      error: { reason: "crash", code: "ENGINE_CRASHED", node: "1", nodeType: "fake/crash" },
    });
    for (const { id } of waiting) expect((await store.get(id))?.status).toBe("done");
    expect(runner.engine().lost).toBe(1);
    const states = events.flatMap((event) => (event.type === "engine" ? [event.state] : []));
    expect(states.slice(0, 6)).toEqual(["starting", "ready", "busy", "waiting", "starting", "ready"]);
  });

  test("is tried again once where its nodes allow it", async () => {
    const { run, events } = await startJobs(entry);
    const job = await run(chain("fake/crash"), { mayRetry: true });
    expect(job).toMatchObject({ status: "failed", attempt: 2, error: { reason: "crash" } });
    const told = events.filter((event) => "job" in event && event.job === job.id).map(({ type }) => type);
    expect(told.filter((type) => type === "job-start" || type === "job-retry" || type === "job-end")).toEqual([
      "job-start",
      "job-retry",
      "job-start",
      "job-end",
    ]);
  });

  test("fails for memory when the process takes more than it may", async () => {
    const { run } = await startJobs(entry, { limits: { rssBytes: 600 * 2 ** 20 } });
    const job = await run(chain("fake/hog", { mb: 50 }));
    expect(job).toMatchObject({ status: "failed", error: { reason: "memory", code: "ENGINE_OUT_OF_MEMORY" } });
    expect((await run(QUICK)).status).toBe("done");
  });

  test("fails for a hang when the process gives no sign of life", async () => {
    const { run } = await startJobs(entry, { limits: { hangMs: 1500 } });
    const job = await run(chain("fake/block", { ms: 60_000 }), { mayRetry: true });
    expect(job).toMatchObject({ status: "failed", attempt: 1, error: { reason: "hang", code: "ENGINE_HUNG" } });
    expect((await run(QUICK)).status).toBe("done");
  });
});

test("a process that ends before it is ready is started again, ever more rarely, and jobs wait for it", async () => {
  const folder = temporaryFolder();
  const broken = join(folder, "broken.mjs");
  writeFileSync(broken, "process.exit(1);");
  const { submit, event, events, logged, runner, store } = await startJobs(broken, {
    backOff: { first: 1, most: 1000 },
  });
  const { id } = await submit(QUICK);
  const losses = () => events.filter((each) => each.type === "engine" && each.state === "waiting").length;
  await event(() => losses() >= 4);
  const waits = logged.flatMap((line) => {
    const { wait } = JSON.parse(line) as { readonly wait?: number };
    return wait === undefined ? [] : [wait];
  });
  expect(waits.slice(0, 4)).toEqual([1, 2, 4, 8]);
  expect(runner.engine().lost).toBeGreaterThanOrEqual(4);
  expect((await store.get(id))?.status).toBe("waiting");
});

test("a process that says what nobody understands is ended", async () => {
  const folder = temporaryFolder();
  const strange = join(folder, "strange.mjs");
  writeFileSync(strange, 'process.on("message", () => process.send({ type: "hello" }));');
  const { event, logged } = await startJobs(strange, { backOff: { first: 60_000, most: 60_000 } });
  await event((each) => each.type === "engine" && each.state === "waiting");
  expect(logged.some((line) => line.includes("nobody understands"))).toBe(true);
});

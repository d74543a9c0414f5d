import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { bundle } from "./bundle.ts";
import { startJobs } from "./start-jobs.ts";

const entry = await bundle("fake-engine.ts");
const decode = (bytes: Uint8Array | null) => new TextDecoder().decode(bytes ?? new Uint8Array());
const SLOW = { 1: ["fake/slow", { steps: 2000, ms: 5 }], 2: ["fake/say", { value: ["1", 0] }] } as const;
const TO_2 = { targets: ["2"] };
const QUICK = { 1: ["fake/say", { text: "hi" }] } as const;

test("a job runs, is told of in order, and is in the history with what it showed", async () => {
  const { run, told, store, runner } = await startJobs(entry);
  const job = await run({ 1: ["fake/add", { a: 1, b: 2 }], 2: ["fake/say", { value: ["1", 0] }] });
  expect(job).toMatchObject({ status: "done", error: null, executed: ["1", "2"], cached: [], attempt: 1 });
  expect(job.outputs).toMatchObject([{ node: "2", display: "2", texts: ["3"] }]);
  expect(told(job.id)).toEqual([
    "job-submitted",
    "queue",
    "queue",
    "job-start",
    "job-cached",
    "node-start",
    "node-done",
    "node-start",
    "node-text",
    "node-done",
    "node-output",
    "job-end",
    "queue",
    "job-left",
  ]);
  expect(await store.counts()).toMatchObject({ waiting: 0, running: 0, done: 1 });
  expect(runner.engine()).toMatchObject({ status: "ready", lost: 0, devices: [{ name: "Fake" }] });
});

test("words are told as they are written, and are one line of what was shown, from the cache too", async () => {
  const { run, events } = await startJobs(entry);
  const spelling = { 1: ["fake/spell", { text: "abc" }] } as const;
  const job = await run(spelling);
  const heard = events.flatMap((event) => (event.type === "node-text" && event.job === job.id ? [event] : []));
  expect(heard.map(({ text, continues = false }) => [text, continues])).toEqual([
    ["it spells:", false],
    ["a", false],
    ["b", true],
    ["c", true],
  ]);
  const again = await run(spelling);
  expect(again.cached).toEqual(["1"]);
  for (const { outputs } of [job, again]) expect(outputs).toMatchObject([{ texts: ["it spells:", "abc"] }]);
});

test("files and pictures that outputs make are blobs with names; the work folder is left empty", async () => {
  const { run, blobs, files, folder } = await startJobs(entry);
  const job = await run({ 1: ["fake/write", { text: "hello" }], 2: ["fake/look"] }, { targets: ["1", "2"] });
  const [note, picture] = job.outputs.toSorted((a, b) => Number(a.node) - Number(b.node));
  expect(note?.files).toMatchObject([{ folder: "output", name: "note_00001.txt", bytes: 5, mediaType: "text/plain" }]);
  expect(picture?.files).toMatchObject([{ folder: "temp", name: "preview_00001.png", mediaType: "image/png" }]);
  for (const { files: made } of job.outputs) for (const { blob } of made) expect(await blobs.verify(blob)).toBe(true);
  const row = await files.get({ folder: "output", subfolder: "", name: "note_00001.txt" });
  expect(row?.job).toBe(job.id);
  expect(row && decode(await blobs.get(row.blob))).toBe("hello");
  const [work = ""] = readdirSync(join(folder, "work"));
  expect(readdirSync(join(folder, "work", work))).toEqual([]);
});

test("E2, E7: the same job again runs nothing and lists the same files", async () => {
  const { run, told } = await startJobs(entry);
  const nodes = { 1: ["fake/write", { text: "hello" }], 2: ["fake/look"] } as const;
  const first = await run(nodes, { targets: ["1", "2"] });
  const again = await run(nodes, { targets: ["1", "2"] });
  expect(again).toMatchObject({ status: "done", executed: [] });
  expect(again.cached.toSorted()).toEqual(["1", "2"]);
  const byNode = (job: typeof first) => job.outputs.toSorted((a, b) => Number(a.node) - Number(b.node));
  expect(byNode(again)).toEqual(byNode(first));
  const types = told(again.id).filter((type) => type !== "queue");
  expect(types).toEqual([
    "job-submitted",
    "job-start",
    "job-cached",
    "node-output",
    "node-output",
    "job-end",
    "job-left",
  ]);
});

test("a kept result whose file is gone runs again; names of different jobs' files are not mixed up", async () => {
  const { run, blobs } = await startJobs(entry);
  const write = (text: string) => ({ 1: ["fake/write", { text }] }) as const;
  const first = await run(write("a"));
  const other = await run(write("b"));
  expect(other.outputs[0]?.files[0]?.name).toBe("note_00002.txt");
  expect((await run(write("a"))).outputs).toEqual(first.outputs);
  const blob = first.outputs[0]?.files[0]?.blob;
  if (blob !== undefined) rmSync(blobs.path(blob));
  const again = await run(write("a"));
  expect(again).toMatchObject({ executed: ["1"], cached: [] });
  expect(again.outputs).toEqual(first.outputs);
  expect(blob && (await blobs.verify(blob))).toBe(true);
});

test("an input that names a blob reads the blob's bytes", async () => {
  const { run, blobs } = await startJobs(entry);
  const { hash } = await blobs.put(new TextEncoder().encode("uploaded"));
  const job = await run(
    { 1: ["fake/read", { file: "in.txt" }], 2: ["fake/say", { value: ["1", 0] }] },
    { files: { "1": { file: hash } } },
  );
  expect(job.outputs[0]?.texts).toEqual(["uploaded"]);
  expect(job.prompt).toMatchObject({ "1": { inputs: { file: "in.txt" } } });
});

test("S2: a node reads no file but those that its job was given, by whatever way a path comes to it", async () => {
  const { run, blobs } = await startJobs(entry);
  const other = blobs.path((await blobs.put(new TextEncoder().encode("someone else's"))).hash);
  const refused = { reason: "workflow", code: "WORKFLOW_INVALID" };
  const say = { 2: ["fake/say", { value: ["1", 0] }] } as const;
  for (const file of ["/etc/hostname", "package.json", "../../secret", other]) {
    const written = await run({ 1: ["fake/read", { file }], ...say });
    expect(written).toMatchObject({ status: "failed", error: refused, outputs: [] });
    const linked = await run({ 1: ["fake/read", { file: ["3", 0] }], ...say, 3: ["fake/words", { text: file }] }, TO_2);
    expect(linked).toMatchObject({ status: "failed", error: { code: "WORKFLOW_INPUT_REFUSED", node: "1" } });
  }
  expect(await run({ 1: ["fake/read"], ...say })).toMatchObject({ status: "failed", error: refused });
});

test("W3: pictures of the work so far come as it goes, and not at all when nobody wants them", async () => {
  const { run, events } = await startJobs(entry);
  const nodes = { 1: ["fake/slow", { steps: 4, ms: 1 }], 2: ["fake/say", { value: ["1", 0] }] } as const;
  const job = await run(nodes);
  const previews = events.filter((event) => event.type === "node-preview" && event.job === job.id);
  expect(previews).toHaveLength(4);
  expect(previews[0]).toMatchObject({ mediaType: "image/jpeg", width: 2, height: 1, node: "1" });
  const quiet = await run({ ...nodes, 1: ["fake/slow", { steps: 4, ms: 5, salt: 1 }] }, { previews: false });
  expect(events.filter((event) => event.type === "node-preview" && event.job === quiet.id)).toEqual([]);
});

test("X1: a node that fails fails its job with code, node and sentence; the next job works", async () => {
  const { run } = await startJobs(entry);
  const failed = await run({
    1: ["fake/write", { text: "kept" }],
    2: ["fake/fail", { a: 1 }],
    3: ["fake/say", { value: ["2", 0] }],
  });
  expect(failed).toMatchObject({
    status: "failed",
    error: { reason: "node", code: "WORKFLOW_NODE_FAILED", node: "2", display: "2", nodeType: "fake/fail" },
  });
  expect((await run(QUICK)).status).toBe("done");
  const wrong = await run({ 1: ["fake/nothing"] });
  expect(wrong).toMatchObject({ status: "failed", error: { reason: "workflow", code: "WORKFLOW_INVALID" } });
});

test("jobs run one after the other, and their events are never mixed", async () => {
  const { submit, left, events } = await startJobs(entry);
  const jobs = [];
  for (let i = 0; i < 12; i++) jobs.push(await submit({ 1: ["fake/say", { text: i }] }));
  for (const { id } of jobs) await left(id);
  const order = events.flatMap((event) =>
    "job" in event && event.type !== "job-submitted" && event.type !== "job-left" ? [event.job] : [],
  );
  const blocks = order.filter((id, i) => id !== order[i - 1]);
  expect(blocks).toEqual(jobs.map(({ id }) => id));
});

test("C1, C2: a running job is stopped by its id alone; one that waits is gone at once; ends are left alone", async () => {
  const { submit, run, event, left, runner, store } = await startJobs(entry);
  const done = await run(QUICK);
  const slow = await submit(SLOW);
  const waits = await submit({ 1: ["fake/say", { text: "later" }] });
  await event((each) => each.type === "node-progress" && each.job === slow.id);
  expect(runner.running()).toMatchObject({ job: slow.id, current: "1" });
  expect(await runner.interrupt(waits.id)).toBe(false);
  expect(await runner.cancel([done.id, waits.id])).toEqual(["ended", "cancelled"]);
  expect(await runner.cancel([slow.id])).toEqual(["stopping"]);
  await left(slow.id);
  const end = await event((each) => each.type === "job-end" && each.job === slow.id);
  expect(end).toMatchObject({ status: "cancelled", error: null });
  expect(await store.get(slow.id)).toMatchObject({ status: "cancelled", executed: [] });
  expect(await runner.cancel([slow.id])).toEqual(["ended"]);
  expect(await runner.interrupt()).toBe(false);
  expect((await run({ 1: ["fake/say", { text: "next" }] })).status).toBe("done");
  expect(runner.engine().lost).toBe(0);
});

test("a job that was told to stop before it could start never starts a node", async () => {
  const { submit, left, runner, store, events } = await startJobs(entry);
  runner.pause();
  const job = await submit(SLOW);
  const cancelled = runner.cancel([job.id]);
  runner.resume();
  await cancelled;
  await left(job.id);
  expect((await store.get(job.id))?.status).toBe("cancelled");
  expect(events.filter(({ type }) => type === "node-start")).toEqual([]);
});

test("a job that does not look up when it is told to stop is ended with its process, and the next one runs", async () => {
  const { submit, run, event, left, runner, store } = await startJobs(entry, { limits: { stopMs: 50 } });
  const job = await submit({ 1: ["fake/block", { ms: 60_000 }], 2: ["fake/say", { value: ["1", 0] }] });
  await event((each) => each.type === "node-progress");
  await runner.cancel([job.id]);
  await left(job.id);
  expect(await store.get(job.id)).toMatchObject({ status: "cancelled", error: null });
  expect((await run(QUICK)).status).toBe("done");
  expect(runner.engine().lost).toBe(0);
});

test("waiting jobs are cancelled in bulk, held and moved; the queue is told of each change", async () => {
  const { submit, left, runner, store, events } = await startJobs(entry);
  runner.pause();
  const jobs = [];
  for (let i = 0; i < 5; i++) jobs.push(await submit({ 1: ["fake/say", { text: i }] }));
  const ids = jobs.map(({ id }) => id);
  const [first, second, third] = jobs;
  if (first === undefined || second === undefined || third === undefined) throw new Error("no jobs");
  await runner.hold([first.id]);
  await runner.move(third.id, "front");
  runner.resume();
  await left(third.id);
  await left(second.id);
  const started = events.flatMap((event) => (event.type === "job-start" ? [event.job] : []));
  expect(started.slice(0, 2)).toEqual([third.id, second.id]);
  await runner.idle();
  expect(await runner.cancelWaiting()).toBe(1);
  expect(await store.counts()).toMatchObject({ waiting: 0, held: 0, running: 0, done: 4, cancelled: 1 });
  expect(events.filter(({ type }) => type === "queue").at(-1)).toMatchObject({ waiting: 0, running: 0 });
  expect(await runner.remove(ids)).toEqual(ids);
});

test("a model stays loaded from job to job until it is freed", async () => {
  const { run, runner, logged } = await startJobs(entry);
  const nodes = (salt: number) => ({ 1: ["fake/load"], 2: ["fake/use", { model: ["1", 0], salt }] }) as const;
  expect((await run(nodes(1))).executed).toEqual(["1", "2"]);
  expect(await run(nodes(2))).toMatchObject({ executed: ["2"], cached: ["1"] });
  await runner.free();
  expect((await run(nodes(3))).executed).toEqual(["1", "2"]);
  expect(logged.filter((line) => line.includes("released"))).toHaveLength(1);
});

test("a process that has grown large drops what it keeps, once: growing again, it needs that much", async () => {
  const softRssBytes = 300 * 2 ** 20;
  const { run, runner, logged } = await startJobs(entry, { softRssBytes });
  const nodes = (salt: number) =>
    ({ 1: ["fake/load", { mb: 400 }], 2: ["fake/use", { model: ["1", 0], salt }] }) as const;
  const hasGrown = async () => {
    while ((runner.engine().rss ?? 0) <= softRssBytes) await setImmediate();
  };
  expect((await run(nodes(1))).executed).toEqual(["1", "2"]);
  await hasGrown();
  expect((await run(nodes(2))).executed).toEqual(["1", "2"]);
  await hasGrown();
  expect((await run(nodes(3))).executed).toEqual(["2"]);
  expect(logged.filter((line) => line.includes("released"))).toHaveLength(1);
});

test("nodes do not see what opens the server", async () => {
  process.env.NEXTSCALE_TOKEN = "open sesame";
  process.env.NEXTSCALE_COLOUR = "red";
  const { run } = await startJobs(entry);
  const value = async (name: string) =>
    (await run({ 1: ["fake/environment", { name }], 2: ["fake/say", { value: ["1", 0] }] })).outputs[0]?.texts[0];
  expect(await value("NEXTSCALE_COLOUR")).toBe("red");
  expect(await value("NEXTSCALE_TOKEN")).toBe("nothing");
});

test("closing waits for the running job, or puts it back into the queue when it takes too long", async () => {
  const first = await startJobs(entry);
  const slow = await first.submit(SLOW);
  const waits = await first.submit(QUICK);
  await first.event((each) => each.type === "node-progress" && each.job === slow.id);
  await first.close(0);
  expect(first.events.filter(({ type }) => type === "job-end")).toEqual([]);

  const second = await startJobs(entry, { folder: first.folder });
  second.runner.pause();
  await second.runner.cancel([slow.id]);
  second.runner.resume();
  await second.left(slow.id);
  await second.left(waits.id);
  expect((await second.store.get(waits.id))?.status).toBe("done");
  const quick = await second.submit({ 1: ["fake/slow", { steps: 3 }], 2: ["fake/say", { value: ["1", 0] }] });
  await second.event((each) => each.type === "node-start" && each.job === quick.id);
  await second.close(60_000);
  expect(second.events.at(-1)).toMatchObject({ type: "engine", state: "off" });
  expect(second.events).toContainEqual(expect.objectContaining({ type: "job-end", job: quick.id, status: "done" }));
});

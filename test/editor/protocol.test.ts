import { expect, test } from "vitest";
import { heard, idle, type RunState, withProblems } from "../../editor/core/run-state.ts";
import { createClient } from "../../editor/protocol/client.ts";
import { keepConnected, type SocketEvents } from "../../editor/protocol/connection.ts";
import { readFrame } from "../../editor/protocol/frames.ts";
import { readMessage, type ServerMessage } from "../../editor/protocol/message.ts";
import { problemsOf } from "../../editor/protocol/problems.ts";
import { previewFrame, previewFrameWith, textFrame } from "../../runtime/server/socket/frames.ts";

const read = (type: string, data: unknown): ServerMessage => {
  const message = readMessage(JSON.stringify({ type, data }));
  if (message === null) throw new Error(`${type} was not read`);
  return message;
};

const bytes = (frame: Uint8Array): ArrayBuffer => new Uint8Array(frame).buffer;

test("the frames that the server writes are read again", async () => {
  const image = new Uint8Array([1, 2, 3]);
  const bare = readFrame(bytes(previewFrame("image/png", image)));
  expect(bare).toMatchObject({ kind: "preview", node: null });
  const told = readFrame(
    bytes(previewFrameWith({ display_node_id: "4", prompt_id: "j", image_type: "image/jpeg" }, image)),
  );
  if (told?.kind !== "preview") throw new Error("no preview");
  expect([told.node, told.job, told.image.type]).toEqual(["4", "j", "image/jpeg"]);
  expect(new Uint8Array(await told.image.arrayBuffer())).toEqual(image);
  for (const continues of [false, true]) {
    const text = { kind: "text", node: "7", text: "ein Bär", continues };
    expect(readFrame(bytes(textFrame("7", "ein Bär", continues)))).toEqual(text);
  }
});

test("frames that are cut short or unknown are passed over", () => {
  const whole = previewFrameWith({ display_node_id: "4" }, new Uint8Array(4));
  for (let length = 0; length < 12; length++) expect(readFrame(bytes(whole.subarray(0, length)))).toBeNull();
  expect(readFrame(new Uint8Array([0, 0, 0, 9, 0, 0, 0, 0]).buffer)).toBeNull();
});

test("messages that nobody knows are ignored, as is what is no message", () => {
  expect(readMessage("{")).toBeNull();
  expect(readMessage('{"type":"crystools","data":{}}')).toBeNull();
  expect(readMessage('{"type":"status"}')).toBeNull();
});

test("a run is followed from cached nodes over progress to its pictures", () => {
  const file = { filename: "a.png", subfolder: "", type: "output" };
  const state = (value: number, state: string) => ({
    prompt_id: "j",
    nodes: { 2: { node_id: "2", display_node_id: "2", value, max: 6, state } },
  });
  const messages: readonly ServerMessage[] = [
    read("execution_start", { prompt_id: "j" }),
    read("execution_cached", { prompt_id: "j", nodes: ["1"] }),
    read("executing", { node: "2", prompt_id: "j" }),
    read("progress_state", state(3, "running")),
  ];
  const middle = messages.reduce((run: RunState, message, i) => heard(run, message, i * 100), idle);
  expect(middle.nodes.get("1")?.state).toBe("cached");
  expect(middle.nodes.get("2")).toMatchObject({ state: "running", value: 3, max: 6 });
  const rest = [
    read("progress_state", state(6, "finished")),
    read("executed", { node: "3", prompt_id: "j", output: { images: [file] } }),
    read("execution_success", { prompt_id: "j" }),
  ];
  const end = rest.reduce((run: RunState, message) => heard(run, message, 1_200), middle);
  expect(end.nodes.get("2")).toMatchObject({ state: "done", took: 1_000 });
  expect(end.nodes.get("3")?.images).toEqual([file]);
  expect(end).toMatchObject({ isRunning: false, outcome: "success" });
});

test("numbers that a node tells become a curve, which a new run begins anew, or tells again from what is kept", () => {
  const point = (step: number, value: number) =>
    read("nextscale_metric", { display_node_id: "2", prompt_id: "j", name: "reward", step, value });
  const begin = [read("execution_start", { prompt_id: "j" }), read("executing", { node: "2", prompt_id: "j" })];
  const run = [...begin, point(1, 0.5), point(2, 0.75)].reduce((now: RunState, each) => heard(now, each, 0), idle);
  expect(run.nodes.get("2")?.curves).toEqual(
    new Map([
      [
        "reward",
        [
          [1, 0.5],
          [2, 0.75],
        ],
      ],
    ]),
  );
  expect(begin.reduce((now: RunState, each) => heard(now, each, 0), run).nodes.get("2")?.curves.size).toBe(0);
  const start = read("execution_start", { prompt_id: "j" });
  const cached = [start, read("execution_cached", { prompt_id: "j", nodes: ["2"] })];
  const kept = cached.reduce((now: RunState, each) => heard(now, each, 0), run);
  expect(kept.nodes.get("2")?.curves).toEqual(run.nodes.get("2")?.curves);
  const told = [point(1, 0.5), point(2, 0.75)].reduce((now: RunState, each) => heard(now, each, 0), kept);
  expect(told.nodes.get("2")?.curves).toEqual(run.nodes.get("2")?.curves);
  const many = Array.from({ length: 5_000 }, (_, i) => point(i, i));
  const long = many.reduce((now: RunState, each) => heard(now, each, 0), run);
  const points = long.nodes.get("2")?.curves.get("reward") ?? [];
  expect(points.length).toBeLessThanOrEqual(1_000);
  expect(points.at(-1)).toEqual([4_999, 4_999]);
});

test("each line that a node writes is a line of its own, also while it is written", () => {
  const write = (text: string, continues: boolean) => ({ kind: "text", node: "2", text, continues }) as const;
  const begin = [read("execution_start", { prompt_id: "j" }), read("executing", { node: "2", prompt_id: "j" })];
  const words = [write("Once", false), write(" upon a time.", true), write("The", false), write(" end.", true)];
  const run = [...begin, ...words].reduce((now: RunState, each) => heard(now, each, 0), idle);
  const text = "Once upon a time.\nThe end.";
  expect(run.nodes.get("2")?.text).toBe(text);
  const shown = read("executed", { node: "2", prompt_id: "j", output: { text: text.split("\n") } });
  expect(heard(run, shown, 0).nodes.get("2")?.text).toBe(text);
});

test("an error marks its node and ends the run; a blocked node does neither", () => {
  const running = heard(
    heard(idle, read("execution_start", { prompt_id: "j" }), 0),
    read("executing", { node: "2", prompt_id: "j" }),
    0,
  );
  const blocked = heard(
    running,
    read("execution_error", {
      prompt_id: "j",
      node_id: "5",
      exception_type: "ExecutionBlocked",
      exception_message: "no mask",
    }),
    0,
  );
  expect(blocked).toMatchObject({ isRunning: true, lastError: null });
  expect(blocked.nodes.get("5")?.problems).toEqual([{ input: null, text: "no mask" }]);
  const failed = heard(
    running,
    read("execution_error", { prompt_id: "j", node_id: "2", exception_type: "X", exception_message: "broke" }),
    0,
  );
  expect(failed).toMatchObject({ isRunning: false, lastError: { node: "2", text: "broke" }, outcome: "error" });
  expect(failed.nodes.get("2")?.state).not.toBe("running");
});

test("problems that the server finds stand at their inputs until the next try", () => {
  const error = {
    message: "Value 99 bigger than max of 20",
    details: "guidance",
    extra_info: { input_name: "guidance" },
  };
  const problems = problemsOf({ error: {}, node_errors: { 2: { errors: [error] } } });
  expect(problems.get("2")).toEqual([{ input: "guidance", text: "Value 99 bigger than max of 20" }]);
  const run = withProblems(idle, problems);
  expect(run.nodes.get("2")?.problems).toHaveLength(1);
  expect(withProblems(run, new Map()).nodes.get("2")?.problems).toEqual([]);
});

test("a lost connection comes back, later each time, and says so", () => {
  const sockets: SocketEvents[] = [];
  const waits: number[] = [];
  const works: (() => void)[] = [];
  const [states, sent]: [string[], string[]] = [[], []];
  const stop = keepConnected({
    open: (events) => {
      sockets.push(events);
      return { send: (text) => sent.push(text), close: () => events.onClose() };
    },
    onMessage: () => {},
    onState: (state) => states.push(state),
    later: (milliseconds, work) => {
      waits.push(milliseconds);
      works.push(work);
      return () => {};
    },
  });
  sockets[0]?.onOpen();
  expect(JSON.parse(sent[0] ?? "")).toMatchObject({ type: "feature_flags", data: { supports_nextscale: true } });
  sockets[0]?.onClose();
  works[0]?.();
  sockets[1]?.onClose();
  works[1]?.();
  sockets[2]?.onOpen();
  expect(states).toEqual(["connecting", "open", "lost", "connecting", "lost", "connecting", "open"]);
  expect(waits).toEqual([500, 1_000]);
  stop();
  expect(states.at(-1)).toBe("open");
});

test("a job that waits is moved before another or to an end, and the list says which is next", async () => {
  const asked: [string, unknown][] = [];
  const client = createClient("http://server", "me", async (url, init) => {
    asked.push([String(url), init?.body]);
    return Response.json({ jobs: [{ id: "b", status: "pending", priority: 3.5 }] });
  });
  await client.move("a", { before: "b" });
  await client.move("a", "back");
  expect(asked).toEqual([
    ["http://server/api/jobs/a/move", '{"before":"b"}'],
    ["http://server/api/jobs/a/move", '{"to":"back"}'],
  ]);
  expect(await client.jobs(1)).toMatchObject([{ id: "b", order: 3.5 }]);
});

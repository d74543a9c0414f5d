import { describe, expect, test } from "vitest";
import { builtinNodes } from "../../../nodes/registry.ts";
import type { BlobHash, Job, JobId, NamedFile, NodeOutput } from "../../../runtime/jobs/job.ts";
import { historyEntry, queueItem } from "../../../runtime/server/wire/history-entry.ts";
import { jobObject, wholeJobObject } from "../../../runtime/server/wire/job-object.ts";
import { previewOf, wireOutput, wireOutputs } from "../../../runtime/server/wire/job-outputs.ts";
import { objectInfo } from "../../../runtime/server/wire/object-info.ts";
import { replacementRecordOf } from "../../../runtime/server/wire/replacement.ts";
import { replacementFromRecord, replacementRecord } from "../../../runtime/workflow/index.ts";

const file = (name: string, facts: Partial<NamedFile> = {}): NamedFile => ({
  folder: "output",
  subfolder: "",
  name,
  blob: "0".repeat(64) as BlobHash,
  bytes: 1,
  mediaType: "image/png",
  ...facts,
});
const output = (facts: Partial<NodeOutput> = {}): NodeOutput => ({
  node: "9",
  display: "9",
  files: [],
  texts: [],
  ...facts,
});
const job: Job = {
  id: "00000000-0000-4000-8000-000000000001" as JobId,
  status: "done",
  order: 3,
  client: "c",
  createdAt: 10,
  startedAt: 20,
  endedAt: 30,
  attempt: 1,
  stopping: false,
  error: null,
  retryOf: null,
  prompt: { 9: { class_type: "a/b", inputs: {} } },
  targets: ["9"],
  workflow: { id: "w", nodes: [] },
  extra: { note: 1 },
  mayRetry: false,
  previews: true,
  files: {},
  outputs: [output({ files: [file("a.png")] })],
  cached: ["1"],
  executed: ["9"],
};
const error = {
  reason: "node",
  code: "NODES_X",
  message: "It broke.",
  help: "Mend it.",
  node: "9.0",
  display: "9",
  nodeType: "a/b",
} as const;

test("a job in the queue is number, id, graph, extra data and targets", () => {
  expect(queueItem(job)).toEqual([
    3,
    job.id,
    job.prompt,
    { note: 1, extra_pnginfo: { workflow: job.workflow }, client_id: "c", create_time: 10 },
    ["9"],
  ]);
});

describe("a history entry", () => {
  const messages = (of: Job) => (historyEntry(of).status as { messages: [string, unknown][] }).messages;

  test("has outputs by node and the messages of its life", () => {
    expect(historyEntry(job)).toMatchObject({
      outputs: { 9: { images: [{ filename: "a.png", subfolder: "", type: "output" }] } },
      status: { status_str: "success", completed: true },
      meta: { 9: { node_id: "9", display_node: "9", parent_node: null, real_node_id: "9" } },
    });
    expect(messages(job).map(([type]) => type)).toEqual(["execution_start", "execution_cached", "execution_success"]);
  });

  test("of a failed job keeps what it made and says what failed", () => {
    const failed: Job = { ...job, status: "failed", error };
    expect(historyEntry(failed)).toMatchObject({
      outputs: { 9: {} },
      status: { status_str: "error", completed: false },
    });
    expect(messages(failed).at(-1)).toMatchObject([
      "execution_error",
      { node_id: "9", node_type: "a/b", exception_message: "It broke. Mend it.", exception_type: "NODES_X" },
    ]);
  });

  test("of a job that was cancelled before it began has no beginning", () => {
    const never: Job = { ...job, status: "cancelled", startedAt: null, outputs: [] };
    expect(messages(never).map(([type]) => type)).toEqual(["execution_interrupted"]);
  });
});

describe("J1: a job object", () => {
  test("has no empty fields", () => {
    const object = jobObject({ ...job, workflowId: null });
    expect(object).toEqual({
      id: job.id,
      status: "completed",
      priority: 3,
      create_time: 10,
      execution_start_time: 20,
      execution_end_time: 30,
      outputs_count: 1,
      previewable_outputs_count: 1,
      preview_output: { filename: "a.png", subfolder: "", type: "output", nodeId: "9", mediaType: "images" },
    });
  });

  test.each([
    ["waiting", "pending"],
    ["held", "pending"],
    ["running", "in_progress"],
    ["failed", "failed"],
    ["cancelled", "cancelled"],
  ] as const)("J6: %s is told as %s", (status, told) => {
    expect(jobObject({ ...job, status, workflowId: null }).status).toBe(told);
  });

  test("J4: as a whole it has outputs, workflow and error", () => {
    expect(wholeJobObject({ ...job, status: "failed", error })).toMatchObject({
      workflow_id: "w",
      outputs: { 9: { images: [{ filename: "a.png" }] } },
      workflow: { prompt: job.prompt, extra_data: { note: 1 } },
      execution_error: { exception_type: "NODES_X" },
    });
  });
});

describe("J2: what is shown for a job", () => {
  const video = file("a.mp4", { mediaType: "video/mp4" });

  test.each<[string, NodeOutput[], string | undefined]>([
    [
      "a kept picture before a temporary one",
      [output({ files: [file("t.png", { folder: "temp" }), file("a.png")] })],
      "a.png",
    ],
    [
      "a film before other files",
      [output({ files: [file("a.json", { mediaType: "application/json" }), video] })],
      "a.mp4",
    ],
    ["a file before text", [output({ texts: ["x"] }), output({ files: [file("a.png")] })], "a.png"],
  ])("%s", (_, outputs, filename) => {
    expect(previewOf(outputs)).toMatchObject({ filename });
  });

  test("text when there is nothing else, and nothing when there is nothing", () => {
    expect(previewOf([output({ texts: ["red", "blue"] })])).toEqual({ content: "red", nodeId: "9", mediaType: "text" });
    expect(previewOf([output()])).toBeNull();
  });
});

test("outputs go by kind; what the nodes of one expansion showed stands at the node of the file", () => {
  const files = [file("a.png"), file("b.webm", { mediaType: "video/webm" }), file("c.bin", { mediaType: "x/y" })];
  expect(Object.keys(wireOutput(output({ files, texts: ["x"] })))).toEqual(["images", "video", "files", "text"]);
  expect(wireOutputs([output({ node: "9.0", texts: ["a"] }), output({ node: "9.1", texts: ["b"] })])).toEqual({
    9: { text: ["a", "b"] },
  });
});

describe("object_info", () => {
  const registry = builtinNodes();
  const info = (type: string) => objectInfo(registry.get(type) ?? expect.fail(`${type} is no node`));

  test("of every built-in node can be sent as JSON and names each input once", () => {
    for (const [type, node] of registry) {
      const told = JSON.parse(JSON.stringify(objectInfo(node)));
      const { required, optional } = told.input_order;
      expect([...required, ...optional].toSorted(), type).toEqual(Object.keys(node.inputs).toSorted());
      expect(told.output).toHaveLength(Object.keys(node.outputs).length);
    }
  });

  test("tells ranges, defaults, seeds, choices and links", () => {
    expect(info("nextscale/generate-image")).toMatchObject({
      input: {
        required: { model: ["MODEL", { forceInput: true }] },
        optional: {
          seed: ["INT", { default: 0, min: 0, max: Number.MAX_SAFE_INTEGER, control_after_generate: true }],
          guidance: ["FLOAT", { min: 0, max: 20, accepts: ["FLOAT", "INT"] }],
          prompt: ["STRING", { default: "" }],
        },
      },
      output: ["IMAGE", "CODES", "STRING"],
      output_name: ["image", "codes", "plan"],
      category: "model",
      output_node: false,
    });
    const [choices] = (info("nextscale/blend-images").input as { optional: { mode: [string[]] } }).optional.mode;
    expect(choices).toContain("multiply");
  });

  test("does not tell bounds that are none", () => {
    expect(JSON.stringify(info("nextscale/number"))).not.toContain("e+308");
  });
});

test("a replacement told on the wire is read back as it was", () => {
  const row = {
    oldType: "a/old",
    newType: "a/new",
    oldWidgets: ["x"],
    inputs: [
      { new: "y", old: "x" },
      { new: "z", value: 1 },
    ],
    outputs: [{ old: 0, new: 1 }],
  };
  expect(replacementFromRecord(replacementRecord.parse(replacementRecordOf(row)))).toEqual(row);
});

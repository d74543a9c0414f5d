import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { run } from "../../nodes/index.ts";
import { createEventStream, nodeId } from "../../runtime/workflow/index.ts";
import { registry } from "../runtime/workflow/fakes.ts";
import { workFolder } from "./work-folder.ts";

const work = workFolder();
const adding = {
  1: { class_type: "fake/add", inputs: { a: 1 } },
  2: { class_type: "fake/show", inputs: { value: ["1", 0] } },
};

test("a workflow file runs: outputs, files, and events while it works", async () => {
  const file = join(import.meta.dirname, "../../workflows/text-to-image-simple.json");
  const running = run(file, {
    folder: work.path("library"),
    set: { "Load Model.checkpoint": work.checkpoint, "Painter.prompt": "a red star", "Painter.seed": 5 },
  });
  const types: string[] = [];
  for await (const event of running.events) types.push(event.type);
  const { files } = await running;
  expect(types[0]).toBe("run-start");
  expect(types).toContain("node-preview");
  expect(types.at(-1)).toBe("run-done");
  expect(files).toEqual([work.path("library", "picture_00001.png")]);
  expect(await readdir(work.path("library"))).toEqual(["picture_00001.png"]);
});

test("a document and nodes of one's own run as well", async () => {
  const { outputs } = await run(adding, { registry, folder: work.path("own"), set: { "1.a": 41 } });
  expect(outputs.get(nodeId("2"))).toEqual({ value: 42 });
});

test("what is wrong rejects with a typed error, and ends the events", async () => {
  const running = run(adding, { registry, folder: work.path("own"), set: { "1.a": "x" } });
  const refused = expect(running).rejects.toMatchObject({ code: "WORKFLOW_INVALID" });
  for await (const event of running.events) throw new Error(`unexpected ${event.type}`);
  await refused;
  await expect(run("nowhere.json")).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
});

describe("an event stream", () => {
  test("gives every reader what comes after it began, in order, and ends", async () => {
    const { events, push, end } = createEventStream<number>();
    push(0);
    const read = async () => {
      const seen: number[] = [];
      for await (const event of events) seen.push(event);
      return seen;
    };
    const first = read();
    push(1);
    const second = read();
    push(2);
    end();
    expect(await Promise.all([first, second, read()])).toEqual([[1, 2], [2], []]);
  });

  test("a reader that leaves early does not hold up the others", async () => {
    const { events, push, end } = createEventStream<number>();
    const leave = (async () => {
      for await (const event of events) return event;
      return null;
    })();
    push(1);
    push(2);
    expect(await leave).toBe(1);
    end();
  });
});

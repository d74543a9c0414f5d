import { expect, test } from "vitest";
import type { JobEvent } from "../../../runtime/jobs/event.ts";
import type { JobId } from "../../../runtime/jobs/job.ts";
import { createEventBus } from "../../../runtime/jobs/memory-event-bus.ts";

const job = "00000000-0000-4000-8000-000000000001" as JobId;
const text = (words: string): JobEvent => ({
  type: "node-text",
  job,
  client: null,
  at: 0,
  node: "1",
  display: "1",
  text: words,
});
const preview: JobEvent = {
  type: "node-preview",
  job,
  client: null,
  at: 0,
  node: "1",
  display: "1",
  mediaType: "image/png",
  width: 1,
  height: 1,
  image: new Uint8Array(1),
};

test("W4: every listener hears every event in order, and none after it has left", () => {
  const bus = createEventBus();
  const heard: number[][] = [[], []];
  const leave = bus.subscribe(({ number }) => heard[0]?.push(number));
  bus.subscribe(({ number }) => heard[1]?.push(number));
  bus.publish(text("a"));
  bus.publish(text("b"));
  leave();
  bus.publish(text("c"));
  expect(heard).toEqual([
    [1, 2],
    [1, 2, 3],
  ]);
});

test("an event published by a listener is heard by all after the one it answers", () => {
  const bus = createEventBus();
  const heard: string[] = [];
  bus.subscribe(({ event }) => {
    if (event.type === "node-text" && event.text === "ask") bus.publish(text("answer"));
  });
  bus.subscribe(({ event }) => heard.push(event.type === "node-text" ? event.text : ""));
  bus.publish(text("ask"));
  expect(heard).toEqual(["ask", "answer"]);
});

test("a listener that throws harms nobody else", () => {
  const faults: unknown[] = [];
  const bus = createEventBus({ onFault: (error) => faults.push(error) });
  const heard: number[] = [];
  bus.subscribe(() => {
    throw new Error("broken");
  });
  bus.subscribe(({ number }) => heard.push(number));
  bus.publish(text("a"));
  bus.publish(text("b"));
  expect(heard).toEqual([1, 2]);
  expect(faults).toHaveLength(2);
});

test("who comes back hears what it missed, previews left out", () => {
  const bus = createEventBus();
  bus.publish(text("a"));
  bus.publish(preview);
  bus.publish(text("b"));
  expect(bus.since(1)?.map(({ number }) => number)).toEqual([3]);
  expect(bus.since(bus.newest())).toEqual([]);
});

test("what is kept is bounded, and who was away too long is told so", () => {
  const bus = createEventBus({ kept: 10 });
  for (let i = 0; i < 1000; i++) bus.publish(text(String(i)));
  expect(bus.since(0)).toBeNull();
  expect(bus.since(1001)).toBeNull();
  expect(bus.since(995)?.map(({ number }) => number)).toEqual([996, 997, 998, 999, 1000]);
});

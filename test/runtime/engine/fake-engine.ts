import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { serveEngine } from "../../../runtime/engine/serve-engine.ts";
import { createRegistry, defineNode, port } from "../../../runtime/workflow/index.ts";
import { about, add, fail } from "../workflow/fakes.ts";

/** An engine process of small nodes for tests. */

const picture = { width: 2, height: 1, channels: 3 } as const;

/** Shows a text, or what a link brings. */
const say = defineNode({
  ...about,
  type: "fake/say",
  output: true,
  inputs: { value: port.optional(port.any()), text: port.text({ default: "" }) },
  outputs: {},
  run: ({ value, text }, ctx) => {
    ctx.text(String(value ?? text));
    return {};
  },
});

/** Reads the file at a path. */
const read = defineNode({
  ...about,
  type: "fake/read",
  inputs: { file: port.file({ default: "in.txt" }) },
  outputs: { text: port.text() },
  run: ({ file }) => ({ text: readFileSync(file, "utf8") }),
});

/** What the process was given in its environment. */
const environment = defineNode({
  ...about,
  type: "fake/environment",
  inputs: { name: port.text() },
  outputs: { text: port.text() },
  run: ({ name }) => ({ text: process.env[name] ?? "nothing" }),
});

/** A text for a link to bring. */
const words = defineNode({
  ...about,
  type: "fake/words",
  inputs: { text: port.text() },
  outputs: { text: port.text() },
  run: ({ text }) => ({ text }),
});

/** Says a text letter by letter, after a line of its own. */
const spell = defineNode({
  ...about,
  type: "fake/spell",
  output: true,
  inputs: { text: port.text() },
  outputs: {},
  run: ({ text }, ctx) => {
    ctx.text("it spells:");
    for (const [i, letter] of [...text].entries()) ctx.text(letter, { continues: i > 0 });
    return {};
  },
});

/** Tells a number at each step. */
const measure = defineNode({
  ...about,
  type: "fake/measure",
  output: true,
  inputs: { count: port.integer({ default: 3 }) },
  outputs: {},
  run: ({ count }, ctx) => {
    for (let step = 1; step <= count; step++) ctx.metric("loss", step, 1 / step);
    return {};
  },
});

/** Writes a file with this text. */
const write = defineNode({
  ...about,
  type: "fake/write",
  output: true,
  inputs: { text: port.text(), name: port.text({ default: "note_00001.txt" }) },
  outputs: {},
  run: ({ text, name }, ctx) => {
    const path = join(ctx.folder, name);
    writeFileSync(path, String(text));
    ctx.file(path);
    return {};
  },
});

/** Shows a picture and writes nothing. */
const look = defineNode({
  ...about,
  type: "fake/look",
  output: true,
  inputs: { red: port.integer({ default: 200 }) },
  outputs: {},
  run: ({ red }, ctx) => {
    ctx.preview({ ...picture, pixels: new Uint8Array([red, 0, 0, red, 0, 0]) });
    return {};
  },
});

/** Waits in steps of a few milliseconds, with a picture at each, and can be stopped. */
const slow = defineNode({
  ...about,
  type: "fake/slow",
  inputs: { steps: port.integer({ default: 5 }), ms: port.integer({ default: 2 }), salt: port.integer({ default: 0 }) },
  outputs: { sum: port.integer() },
  run: async ({ steps, ms, salt }, ctx) => {
    for (let step = 1; step <= steps; step++) {
      await sleep(ms, undefined, { signal: ctx.signal });
      ctx.progress(step, steps, "step");
      ctx.preview({ ...picture, pixels: new Uint8Array(6).fill(step) });
    }
    return { sum: salt };
  },
});

/** As `slow`, with another result each time. */
const dice = defineNode({
  ...slow,
  type: "fake/dice",
  deterministic: false,
});

/** Computes for that long without looking up, as a step on a device does. */
const block = defineNode({
  ...about,
  type: "fake/block",
  inputs: { ms: port.integer({ default: 1000 }) },
  outputs: { sum: port.integer() },
  run: async ({ ms }, ctx) => {
    ctx.progress(0, 1);
    await sleep(1); // what was said goes out
    const until = Date.now() + ms;
    while (Date.now() < until);
    return { sum: 1 };
  },
});

/** Ends the process. */
const crash = defineNode({
  ...about,
  type: "fake/crash",
  inputs: { code: port.integer({ default: 3 }) },
  outputs: { sum: port.integer() },
  run: async ({ code }, ctx) => {
    ctx.progress(0, 1);
    await sleep(1);
    process.exit(code);
  },
});

/** Takes memory until it has none. */
const hog = defineNode({
  ...about,
  type: "fake/hog",
  inputs: { mb: port.integer({ default: 100 }) },
  outputs: { sum: port.integer() },
  run: async ({ mb }, ctx) => {
    const held: Buffer[] = [];
    for (;;) {
      held.push(Buffer.alloc(mb * 2 ** 20, 1));
      await sleep(5, undefined, { signal: ctx.signal });
    }
  },
});

/** Holds something that must be released, and tells when it is. */
const load = defineNode({
  ...about,
  type: "fake/load",
  inputs: { mb: port.integer({ default: 0 }) },
  outputs: { model: port.value<{ readonly bytes: number; readonly release: () => void }>("MODEL") },
  run: ({ mb }) => {
    const weights = Buffer.alloc(mb * 2 ** 20, 1);
    return { model: { bytes: 8, weights, release: () => console.log("released") } };
  },
});

const use = defineNode({
  ...about,
  type: "fake/use",
  output: true,
  inputs: { model: port.value<object>("MODEL"), salt: port.integer({ default: 0 }) },
  outputs: {},
  run: ({ salt }, ctx) => {
    ctx.text(`used ${salt}`);
    return {};
  },
});

serveEngine({
  registry: async () =>
    createRegistry([
      add,
      fail,
      say,
      read,
      environment,
      words,
      spell,
      measure,
      write,
      look,
      slow,
      dice,
      block,
      crash,
      hog,
      load,
      use,
    ]),
  devices: async () => [{ name: "Fake", type: "cpu", totalBytes: null, freeBytes: null }],
});

import {
  createRegistry,
  defineNode,
  type ExecuteOptions,
  execute,
  loopEnd,
  loopStart,
  port,
  type RunEvent,
  readWorkflow,
} from "../../../runtime/workflow/index.ts";

/** What says nothing about a test's node. */
export const about = { version: 1, title: "Fake", category: "fake", description: "A fake node." } as const;

export interface Model {
  readonly size: number;
}

export const loadModel = defineNode({
  type: "fake/load-model",
  version: 1,
  title: "Load Model",
  category: "fake",
  description: "Makes a model.",
  inputs: { size: port.integer({ min: 1, max: 8, default: 2, unit: "layers" }) },
  outputs: { model: port.value<Model>("MODEL") },
  run: ({ size }) => ({ model: { size } }),
});

export const add = defineNode({
  type: "fake/add",
  version: 1,
  title: "Add",
  category: "fake",
  description: "Adds two whole numbers.",
  inputs: { a: port.integer(), b: port.integer({ default: 1, max: 100 }) },
  outputs: { sum: port.integer() },
  run: async ({ a, b }) => ({ sum: a + b }),
});

export const paint = defineNode({
  type: "fake/paint",
  version: 1,
  title: "Paint",
  category: "fake",
  description: "A word of a model, a text and a seed.",
  inputs: {
    model: port.value<Model>("MODEL"),
    prompt: port.text({ default: "a cat", multiline: true }),
    seed: port.seed({ default: 0 }),
    aspect: port.choice(["1:1", "4:3"], { default: "1:1" }),
    guidance: port.number({ min: 0, max: 20, default: 3 }),
  },
  outputs: { text: port.text() },
  run: ({ model, prompt, seed, aspect, guidance }, ctx) => {
    ctx.progress(1, 2, "half");
    ctx.preview({ width: 1, height: 1, channels: 3, pixels: new Uint8Array(3) });
    return { text: `${prompt}|${seed}|${aspect}|${guidance}|${model.size}` };
  },
});

export const show = defineNode({
  type: "fake/show",
  version: 1,
  title: "Show",
  category: "fake",
  description: "Shows anything.",
  output: true,
  inputs: { value: port.any() },
  outputs: { value: port.any({ follows: "value" }) },
  run: ({ value }, ctx) => {
    ctx.text(String(value));
    ctx.file(`${ctx.folder}/${String(value)}.txt`);
    return { value };
  },
});

export const fail = defineNode({
  type: "fake/fail",
  version: 1,
  title: "Fail",
  category: "fake",
  description: "Fails.",
  inputs: { a: port.integer({ default: 0 }) },
  outputs: { sum: port.integer() },
  run: () => {
    throw new Error("The paint is dry.");
  },
});

/** Waits until the run is stopped. */
export const wait = defineNode({
  type: "fake/wait",
  version: 1,
  title: "Wait",
  category: "fake",
  description: "Waits for the signal.",
  inputs: {},
  outputs: { sum: port.integer() },
  run: (_inputs, ctx) =>
    new Promise<never>((_resolve, reject) => {
      ctx.signal.addEventListener("abort", () => reject(new Error("interrupted")));
    }),
});

export const registry = createRegistry([loadModel, add, paint, show, fail, wait, loopStart, loopEnd], {
  packs: new Map([["fake", { name: "fake", version: "2.0.0" }]]),
});

/** `{ 1: ["fake/add", { a: 1 }] }` as the text of an API file. */
export function api(nodes: Readonly<Record<string, readonly [type: string, inputs?: object, title?: string]>>): string {
  const entries = Object.entries(nodes).map(([id, [type, inputs = {}, title]]) => [
    id,
    { class_type: type, inputs, ...(title === undefined ? {} : { _meta: { title } }) },
  ]);
  return JSON.stringify(Object.fromEntries(entries));
}

/** Runs a file and returns what the `Show` nodes said, and every event. */
export async function runText(text: string, options: Partial<ExecuteOptions> = {}) {
  const events: RunEvent[] = [];
  const result = await execute(readWorkflow(text, options.registry ?? registry), {
    registry,
    ...options,
    onEvent: (event) => {
      events.push(event);
      options.onEvent?.(event);
    },
  });
  const shown = events.flatMap((event) => (event.type === "node-text" ? [event.text] : []));
  return { shown, events, result };
}

type Node = readonly [type: string, inputs: Readonly<Record<string, unknown>>];

/** A graph of the everyday nodes, every family of them, in the API form; what depends on `run` is another each time. */
export function everydayWorkflow(run: number): object {
  const nodes: Readonly<Record<string, Node>> = {
    seed: ["seed", { seed: run, step: 1 }],
    integer: ["integer", { value: run % 7 }],
    number: ["number", { value: 0.5 }],
    math: ["math", { a: ["integer", 0], operation: "add", b: ["number", 0] }],
    compare: ["compare-numbers", { a: ["math", 0], test: "greater", b: 3 }],

    wildcard: ["wildcard", { text: "a {red|green|blue} {star|cat}", seed: ["seed", 1] }],
    template: ["template", { template: "{a} in the {b}", a: ["wildcard", 0], b: "snow" }],
    join: ["join-text", { a: ["template", 0], b: `run ${run}` }],
    text: ["show-text", { text: ["join", 0] }],

    file: ["load-image", { file: "docs/pictures/samples.png" }],
    crop: ["crop-image", { image: ["file", 0], left: run % 64, top: 0, width: 48, height: 48 }],
    small: ["resize-image", { image: ["crop", 0], width: 32, height: 32 }],
    padded: ["pad-image", { image: ["small", 0], left: 8, top: 8, right: 8, bottom: 8 }],
    blend: ["blend-images", { below: ["crop", 0], above: ["padded", 0], amount: 0.5 }],
    mask: ["image-to-mask", { image: ["small", 0] }],
    composite: ["composite-image", { below: ["crop", 0], above: ["small", 0], mask: ["mask", 0] }],
    chosen: ["if", { condition: ["compare", 0], yes: ["blend", 0], no: ["composite", 0] }],
    switched: ["switch", { choice: run % 3, a: ["crop", 0], b: ["blend", 0], c: ["composite", 0] }],
    many: ["repeat-images", { image: ["chosen", 0], times: 3 }],
    part: ["split-images", { image: ["many", 0], start: 0, count: 2 }],
    all: ["collect-images", { a: ["part", 0], b: ["switched", 0] }],
    sheet: ["grid-sheet", { image: ["all", 0], columns: 2, gap: 2 }],
    preview: ["preview-image", { image: ["sheet", 0] }],
    difference: ["compare-images", { a: ["blend", 0], b: ["composite", 0] }],

    start: ["loop-start", { count: 4, value1: ["math", 0] }],
    body: ["math", { a: ["start", 3], operation: "multiply", b: 2 }],
    end: ["loop-end", { loop: ["start", 0], value1: ["body", 0] }],
    each: ["map-start", { value1: ["end", 0] }],
    item: ["math", { a: ["each", 3], operation: "add", b: 1 }],
    mapped: ["map-end", { loop: ["each", 0], value1: ["item", 0] }],
    numbers: ["show-text", { text: ["mapped", 0] }],
  };
  return Object.fromEntries(
    Object.entries(nodes).map(([id, [type, inputs]]) => [id, { class_type: `nextscale/${type}`, inputs }]),
  );
}

import sharp from "sharp";
import { expect, test } from "vitest";
import { isPressed, pressed } from "../../editor/commands/keys.ts";
import { keyRefusal, keysOf, withKeys } from "../../editor/commands/shortcuts.ts";
import { carriedGraph } from "../../editor/core/carried.ts";
import { nodeOf, nodesOf } from "../../editor/core/document.ts";
import { documentFromApi } from "../../editor/core/from-api.ts";
import { linksOf } from "../../editor/core/links.ts";
import { madeWith } from "../../editor/core/made-with.ts";
import { readMarkdown } from "../../editor/core/markdown.ts";
import { noteInput } from "../../editor/core/node-type.ts";
import { packOf } from "../../editor/core/packs.ts";
import { readPngText } from "../../editor/core/png-text.ts";
import { fuzzy, searchNodes, slotFor } from "../../editor/core/search.ts";
import { nextSeeds } from "../../editor/core/seeds.ts";
import { closeTab, isChanged, makeTab } from "../../editor/core/tabs.ts";
import { firstValues, valuesOf, writeValues } from "../../editor/core/values.ts";
import { en } from "../../editor/words/en.ts";
import { languageOf, sentence } from "../../editor/words/words.ts";
import { zh } from "../../editor/words/zh.ts";
import { builtinNodes } from "../../nodes/registry.ts";
import { writeMetadata } from "../../runtime/files/metadata/index.ts";
import { apiFromPrompt, parseWorkflow, promptOf } from "../../runtime/workflow/index.ts";
import { sampleDocument, sampleText, sampleTypes } from "./samples.ts";

const types = sampleTypes();
const painter = typeOf("nextscale/generate-image");

test("every widget builder of a port is read off the wire", () => {
  const widgets = Object.fromEntries(painter.inputs.map(({ name, widget }) => [name, widget]));
  expect(widgets.model).toBeNull();
  expect(widgets.prompt).toMatchObject({ kind: "text", multiline: true });
  expect(widgets.seed).toMatchObject({ kind: "number", seed: true, min: 0 });
  expect(widgets.preview).toEqual({ kind: "boolean" });
  expect(widgets.guidance).toMatchObject({ kind: "number", integer: false, min: 0, max: 20 });
  expect(typeOf("nextscale/resize-image").inputs.find(({ name }) => name === "fit")?.widget).toMatchObject({
    kind: "choice",
  });
  expect(typeOf("nextscale/resize-image").inputs.find(({ name }) => name === "background")?.widget).toMatchObject({
    look: "colour",
  });
  expect(typeOf("nextscale/load-image").inputs[0]?.widget).toMatchObject({ look: "picture" });
});

test("values saved by name win over those by position; what is written is what the shipped files hold", () => {
  const node = nodeOf(sampleDocument("text-to-image-simple"), 2);
  if (node === undefined) throw new Error("no node");
  expect(writeValues(valuesOf(node, painter), painter)).toEqual({
    widgets_values: node.widgets_values,
    widgets_values_named: node.widgets_values_named,
  });
  const { widgets_values_named: _, ...byPosition } = node;
  expect(valuesOf(byPosition as typeof node, painter).values.get("preview")).toBe(true);
  const renamed = { ...node, widgets_values_named: { prompt: "by name" } };
  expect(valuesOf(renamed, painter).values.get("prompt")).toBe("by name");
});

test("a seed goes on as its control says, and stays a whole number", () => {
  const values = firstValues(painter);
  const seedAfter = (control: "fixed" | "increment" | "decrement" | "randomize", seed: number) =>
    nextSeeds(
      { values: new Map(values.values).set("seed", seed), controls: new Map([["seed", control]]) },
      painter,
      () => 7,
    ).values.get("seed");
  expect(seedAfter("fixed", 3)).toBe(3);
  expect(seedAfter("increment", 3)).toBe(4);
  expect(seedAfter("increment", Number.MAX_SAFE_INTEGER)).toBe(0);
  expect(seedAfter("decrement", 0)).toBe(Number.MAX_SAFE_INTEGER);
  expect(seedAfter("randomize", 3)).toBe(7);
});

test("nodes are found by letters in order, best first, and only those that fit a held link", () => {
  expect(searchNodes(types, "gen im")[0]?.title).toBe("Generate Image");
  expect(searchNodes(types, "sampler")[0]?.title).toBe("Scale Sampler");
  expect(searchNodes(types, "qqqq")).toEqual([]);
  const fitting = searchNodes(types, "", { side: "input", type: "CODES" });
  expect(fitting.map(({ type }) => type)).toContain("nextscale/vq-decode");
  const anything = fitting.findIndex(({ category }) => category === "flow");
  expect(fitting.findIndex(({ type }) => type === "nextscale/vq-decode")).toBeLessThan(anything);
  expect(fitting.map(({ type }) => type)).not.toContain("nextscale/save-image");
  expect(slotFor(painter, { side: "output", type: "IMAGE" })).toEqual({ slot: 0 });
  expect(fuzzy("Load Image", "load image")).toBeGreaterThan(fuzzy("Upload Imagery", "load image"));
});

test("a graph in the executable form opens as one that runs the same", () => {
  const registry = builtinNodes();
  const prompt = promptOf(parseWorkflow(sampleText("text-to-image")), registry);
  const file = parseWorkflow(JSON.stringify(apiFromPrompt(prompt)));
  if (file.form !== "api") throw new Error("not the API form");
  const document = documentFromApi(file.prompt, types);
  expect(nodesOf(document)).toHaveLength(prompt.size);
  const again = promptOf(parseWorkflow(JSON.stringify(document)), registry);
  expect([...again.values()].map(({ type }) => type).toSorted()).toEqual(
    [...prompt.values()].map(({ type }) => type).toSorted(),
  );
  expect(linksOf(document)).toHaveLength(
    [...prompt.values()].flatMap(({ inputs }) => Object.values(inputs)).filter(({ kind }) => kind === "link").length,
  );
});

test.each(["png", "webp"] as const)(
  "the graph is found in a %s that carries it, and in none that does not",
  async (format) => {
    const picture = sharp({ create: { width: 2, height: 2, channels: 3, background: "red" } });
    const plain = await picture.toFormat(format).toBuffer();
    const carrying = writeMetadata(plain, new Map([["workflow", sampleText("poster")]]));
    expect(await carriedGraph(carrying)).toBe(sampleText("poster"));
    expect(await carriedGraph(plain)).toBeNull();
    expect(await carriedGraph(carrying.subarray(0, 20))).toBeNull();
  },
);

test("bytes that are no picture carry nothing", async () => {
  expect(await carriedGraph(new Uint8Array([1, 2, 3]))).toBeNull();
  expect(await readPngText(new Uint8Array(0))).toBeNull();
});

test("every sentence is there in both languages, with the same slots", () => {
  const slots = (text: string) => (text.match(/\{\w+\}/g) ?? []).toSorted().join();
  for (const [key, text] of Object.entries(en))
    expect([key, slots(zh[key as keyof typeof en])]).toEqual([key, slots(text)]);
  expect(sentence("zh", "status.queue", { count: 3 })).toBe("队列中 3 项");
  expect(languageOf(["fr-FR", "zh-CN"])).toBe("zh");
  expect(languageOf([])).toBe("en");
});

test("keys are told apart by what is held with them", () => {
  const press = (key: string, held: Partial<KeyboardEvent> = {}) => ({
    key,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    altKey: false,
    ...held,
  });
  expect(isPressed("Ctrl+Enter", press("Enter", { metaKey: true }))).toBe(true);
  expect(isPressed("Ctrl+Enter", press("Enter", { ctrlKey: true, shiftKey: true }))).toBe(false);
  expect(isPressed("?", press("?", { shiftKey: true }))).toBe(true);
  expect(isPressed("Ctrl+Z", press("z", { ctrlKey: true }))).toBe(true);
});

test("closing a tab brings the one beside it to the front", () => {
  const tabs = { open: [makeTab("a", "A"), makeTab("b", "B"), makeTab("c", "C")], active: "b" };
  expect(closeTab(tabs, "b").active).toBe("c");
  expect(closeTab({ ...tabs, active: "c" }, "c").active).toBe("b");
  expect(closeTab({ open: [makeTab("a", "A")], active: "a" }, "a")).toEqual({ open: [], active: "" });
  expect(isChanged(makeTab("a", "A"))).toBe(false);
});

function typeOf(type: string) {
  const found = types.get(type);
  if (found === undefined) throw new Error(`no ${type}`);
  return found;
}

test("keys are written as they are pressed, and given to one command only", () => {
  const press = { key: "k", ctrlKey: false, metaKey: true, shiftKey: true, altKey: false };
  expect(pressed(press)).toBe("Ctrl+Shift+K");
  expect(pressed({ ...press, key: "Shift" })).toBeNull();
  expect(pressed({ ...press, key: "?", metaKey: false })).toBe("?");
  const run = () => {};
  const save = { id: "save", label: "save", keys: "Ctrl+S", run } as const;
  const fit = { id: "fit", label: "zoom.fit", keys: ".", run } as const;
  const all = [save, fit];
  expect(keyRefusal("ctrl+s", "fit", all, {})).toEqual({ code: "taken", by: save });
  expect(keyRefusal("Ctrl+T", "fit", all, {})).toEqual({ code: "kept" });
  expect(keyRefusal("Ctrl+S", "fit", all, { save: "Alt+S" })).toBeNull();
  const own = withKeys({}, fit, "F");
  expect([keysOf(fit, own), keysOf(save, own), keysOf(fit, withKeys(own, fit, ""))]).toEqual([
    "F",
    "Ctrl+S",
    undefined,
  ]);
  expect(withKeys(own, fit, ".")).toEqual({});
});

test("the pack of a node is told by its type, when that is a name of a pack", () => {
  expect([packOf("blur/soften"), packOf("KSampler"), packOf("a b/c"), packOf("../x")]).toEqual([
    "blur",
    null,
    null,
    null,
  ]);
});

test("notes are read as Markdown; HTML and links that lead nowhere in the web stay text", () => {
  const bold = { isBold: true, isItalic: false, isCode: false, link: null };
  const plain = { ...bold, isBold: false };
  expect(readMarkdown("# A **b**\n\none\ntwo\n  - `x`\n> q\n---\n```\n*raw*\n```")).toEqual([
    {
      kind: "heading",
      level: 1,
      spans: [
        { ...plain, text: "A " },
        { ...bold, text: "b" },
      ],
    },
    { kind: "paragraph", spans: [{ ...plain, text: "one two" }] },
    { kind: "item", marker: "•", depth: 1, spans: [{ ...plain, text: "x", isCode: true }] },
    { kind: "quote", spans: [{ ...plain, text: "q" }] },
    { kind: "rule" },
    { kind: "code", text: "*raw*" },
  ]);
  const hostile = "<img src=x onerror=alert(1)> [a](javascript:alert(1))";
  expect(readMarkdown(hostile)).toEqual([{ kind: "paragraph", spans: [{ ...plain, text: hostile }] }]);
  const [line] = readMarkdown("see [the *site*](https://a.example/b)");
  expect(line).toMatchObject({ spans: [{ text: "see " }, { link: "https://a.example/b" }, { isItalic: true }] });
});

test("only a node that holds nothing but words is a note", () => {
  expect(noteInput(typeOf("nextscale/note"))).toBe("text");
  expect([...types.values()].filter((type) => noteInput(type) !== null)).toHaveLength(1);
});

test("what a picture was made with is what was typed in or picked", () => {
  const [loaded, painted] = madeWith(sampleDocument("text-to-image-simple"), types);
  expect(loaded).toEqual({ title: "Load Model", values: [["checkpoint", "tiny"]] });
  expect(painted?.values.map(([name]) => name)).toEqual(["prompt", "seed", "aspect", "count", "preview"]);
  expect(madeWith({}, types)).toEqual([]);
});

import { expect, test } from "vitest";
import { dark } from "../../editor/canvas/draw/look.ts";
import { drawMarkdown } from "../../editor/canvas/draw/markdown.ts";
import { drawResult, resultRatio } from "../../editor/canvas/draw/run-result.ts";
import { noCurves, withPoint } from "../../editor/core/curves.ts";

/** A canvas that keeps what is written on it and its rounded boxes; every letter is half as wide as its font is high. */
function paper() {
  const written: { readonly text: string; readonly font: string; readonly fill: string; readonly y: number }[] = [];
  const boxes: { readonly top: number; readonly bottom: number }[] = [];
  const nothing = (): void => {};
  const context: CanvasRenderingContext2D = Object.assign(Object.create(null), {
    font: "",
    fillStyle: "",
    save: nothing,
    restore: nothing,
    beginPath: nothing,
    rect: nothing,
    clip: nothing,
    fillRect: nothing,
    fill: nothing,
    stroke: nothing,
    lineTo: nothing,
    arc: nothing,
    roundRect: (_x: number, y: number, _width: number, height: number) => boxes.push({ top: y, bottom: y + height }),
    measureText: (text: string) => ({ width: (text.length * Number(/(\d+)px/.exec(context.font)?.[1])) / 2 }),
    fillText: (text: string, _x: number, y: number) =>
      written.push({ text: text.trim(), font: context.font, fill: String(context.fillStyle), y }),
  });
  return { context, written, boxes };
}

test("a note on the canvas is Markdown: headings are large, words bold or links, lines broken at its edge", () => {
  const { context, written } = paper();
  const text = "# Read\n\nan **important** [link](https://a.example/) with more words than fit\n\n- first";
  drawMarkdown(context, text, { x: 0, y: 0, width: 120, height: 400 }, dark);
  const of = (word: string) => written.find((each) => each.text === word);
  const size = (word: string) => Number(/(\d+)px/.exec(of(word)?.font ?? "")?.[1]);
  expect(size("Read")).toBeGreaterThan(size("an"));
  expect(of("important")?.font).toMatch(/^600 /);
  expect(of("link")?.fill).toBe(dark.accent);
  expect(of("an")?.fill).toBe(dark.text);
  expect(of("fit")?.y).toBeGreaterThan(of("an")?.y ?? Number.POSITIVE_INFINITY);
  expect(written.map((each) => each.text).join(" ")).not.toMatch(/[#*[\]]/);
});

test("what of a note lies below its box is not written", () => {
  const { context, written } = paper();
  drawMarkdown(context, "one\n\ntwo\n\nthree\n\nfour\n\nfive", { x: 0, y: 0, width: 120, height: 40 }, dark);
  expect(written.map(({ text }) => text)).toEqual(["one", "two"]);
});

test("what a run told in numbers and words is both drawn, curves above and words below", () => {
  const curves = withPoint(withPoint(noCurves, "reward", [0, 0.25]), "reward", [1, 0.5]);
  const box = { x: 0, y: 20, width: 200, height: 150 };
  const { context, written, boxes } = paper();
  drawResult(context, { curves, text: "the best is the second" }, box, dark);
  expect(written.map(({ text }) => text)).toEqual(["reward 0.5", "the best is the second"]);
  const [numbers, words] = boxes;
  expect([numbers?.top, words?.bottom]).toEqual([20, 170]);
  expect(words?.top).toBeGreaterThan(numbers?.bottom ?? Number.POSITIVE_INFINITY);
  expect(written[0]?.y).toBeLessThan(numbers?.bottom ?? 0);
  expect(written[1]?.y).toBeGreaterThan(words?.top ?? Number.POSITIVE_INFINITY);
});

test("what a run told in one way has the whole box, and a node makes room for what there is", () => {
  const curves = withPoint(noCurves, "loss", [0, 1]);
  const box = { x: 0, y: 0, width: 200, height: 90 };
  for (const told of [
    { curves, text: "" },
    { curves: noCurves, text: "words" },
  ]) {
    const { context, boxes } = paper();
    drawResult(context, told, box, dark);
    expect(boxes).toEqual([{ top: 0, bottom: 90 }]);
  }
  const [both, numbers, words] = [
    resultRatio({ curves, text: "words" }),
    resultRatio({ curves, text: "" }),
    resultRatio({ curves: noCurves, text: "words" }),
  ];
  expect(both).toBeCloseTo((numbers ?? 0) + (words ?? 0));
  expect(resultRatio({ curves: noCurves, text: "" })).toBeNull();
});

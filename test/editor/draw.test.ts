import { expect, test } from "vitest";
import { dark } from "../../editor/canvas/draw/look.ts";
import { drawMarkdown } from "../../editor/canvas/draw/markdown.ts";

/** A canvas that keeps what is written on it; every letter is half as wide as its font is high. */
function paper() {
  const written: { readonly text: string; readonly font: string; readonly fill: string; readonly y: number }[] = [];
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
    measureText: (text: string) => ({ width: (text.length * Number(/(\d+)px/.exec(context.font)?.[1])) / 2 }),
    fillText: (text: string, _x: number, y: number) =>
      written.push({ text: text.trim(), font: context.font, fill: String(context.fillStyle), y }),
  });
  return { context, written };
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

import { expect, test } from "vitest";
import { joinText } from "../../nodes/text/join-text.ts";
import { note } from "../../nodes/text/note.ts";
import { showText } from "../../nodes/text/show-text.ts";
import { template } from "../../nodes/text/template.ts";
import { wildcard } from "../../nodes/text/wildcard.ts";
import { fakeContext } from "./fake-context.ts";

const { ctx } = fakeContext();
const nothing = { a: undefined, b: undefined, c: undefined, d: undefined };
const fill = async (text: string, values = "", linked: { readonly a?: string; readonly b?: string } = {}) =>
  (await template.run({ template: text, values, ...nothing, ...linked }, ctx)).text;
const choose = async (text: string, seed = 0) => (await wildcard.run({ text, seed }, ctx)).text;

test.each([
  [{}, ""],
  [{ a: "red", b: "star" }, "red, star"],
  [{ d: "last", a: "first" }, "first, last"],
  [{ a: "", b: "red", c: "" }, "red"],
])("Join Text of %j is %j: parts in order, nothing around empty ones", async (parts, text) => {
  expect(await joinText.run({ separator: ", ", ...nothing, ...parts }, ctx)).toEqual({ text });
});

test("Show Text tells the text and passes it on", async () => {
  const { ctx, seen } = fakeContext();
  expect(await showText.run({ text: "a star" }, ctx)).toEqual({ text: "a star" });
  expect(seen.texts).toEqual(["a star"]);
});

test("a Note gives nothing to other nodes", async () => {
  expect(await note.run({ text: "read me" }, ctx)).toEqual({});
});

test.each([
  ["a { colour } star", "colour = red", "a red star"],
  ["{x}", "x = 1 = 1\r\n\r\ny = 2", "1 = 1"],
  ["{x}{x}", "x = $&", "$&$&"],
  ["{x}", "x =", ""],
  ["{{x}} {{{x}}}", "x = 1", "{x} {1}"],
  ["{x}", "x = 1\nx = 2", "2"],
])("Template %j with the values %j is %j", async (text, values, filled) => {
  expect(await fill(text, values)).toBe(filled);
});

test("what is linked to a Template stands before a line of that name", async () => {
  expect(await fill("{a} {b}", "a = line\nb = line", { a: "link" })).toBe("link line");
});

test("a new Template can be run as it is", async () => {
  const { template: text, values } = template.inputs;
  expect(await fill(String(text.default), String(values.default))).toBe("a red star");
});

test.each([
  ["a {size} star", "colour = red", "NODES_UNKNOWN_SLOT"],
  ["{toString}", "", "NODES_UNKNOWN_SLOT"],
  ["{}", "", "NODES_UNKNOWN_SLOT"],
  ["a {colour star", "colour = red", "NODES_BRACES"],
  ["a } star", "", "NODES_BRACES"],
  ["a star", "red", "NODES_VALUE_LINE"],
  ["a star", "  = red", "NODES_VALUE_LINE"],
])("Template %j with the values %j is refused: %s", async (text, values, code) => {
  await expect(fill(text, values)).rejects.toMatchObject({ code });
});

test("Wildcard chooses the same for a seed, and each choice for some seed", async () => {
  const text = "a {red|green|blue} {star|{small|large} ring}";
  const chosen = await Promise.all(Array.from({ length: 100 }, (_, seed) => choose(text, seed)));
  expect(await Promise.all(chosen.map((_, seed) => choose(text, seed)))).toEqual(chosen);
  const things = ["star", "small ring", "large ring"];
  const all = ["red", "green", "blue"].flatMap((colour) => things.map((thing) => `a ${colour} ${thing}`));
  expect([...new Set(chosen)].sort()).toEqual(all.sort());
});

test.each([
  ["plain", "plain"],
  ["{only}", "only"],
  ["a{|}b", "ab"],
  ["{{deep}}", "deep"],
])("Wildcard %j can only be %j", async (text, only) => {
  expect(await choose(text)).toBe(only);
});

test.each(["{a|b", "a}", "}{"])("Wildcard refuses %j, whose braces do not pair", async (text) => {
  await expect(choose(text)).rejects.toMatchObject({ code: "NODES_BRACES" });
});

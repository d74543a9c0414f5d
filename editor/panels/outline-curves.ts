import type { App } from "../app/app.ts";
import { shownRuns } from "../app/run.ts";
import { type Curves, noCurves, rangeOf } from "../core/curves.ts";
import { el, fill } from "../dom/el.ts";

/** Values that are listed, the newest ones. */
const LISTED = 12;

/** What a node told of its numbers, as a sentence and a table for each; the answer draws it anew when there are more. */
export function curveTables(app: App, node: string): { readonly element: HTMLElement; readonly update: () => void } {
  const element = el("div");
  let shown: Curves = noCurves;
  const update = (): void => {
    const curves = shownRuns(app).get(node)?.curves ?? noCurves;
    if (curves === shown) return;
    shown = curves;
    fill(element, ...[...curves].map(([name, points]) => tableOf(app, name, points)));
  };
  update();
  return { element, update };
}

function tableOf(app: App, name: string, points: readonly (readonly [number, number])[]): HTMLElement {
  const [least, most] = rangeOf(points.map(([, value]) => value)).map(short);
  const now = short(points.at(-1)?.[1] ?? 0);
  const sentence = { name, count: String(points.length), least: least ?? "", most: most ?? "", now };
  const rows = points
    .slice(-LISTED)
    .map(([step, value]) => el("tr", {}, el("td", { text: String(step) }), el("td", { text: short(value) })));
  return el(
    "table",
    { class: "curve-table" },
    el("caption", { text: app.words("curve.summary", sentence) }),
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        el("th", { text: app.words("curve.step"), attributes: { scope: "col" } }),
        el("th", { text: name, attributes: { scope: "col" } }),
      ),
    ),
    el("tbody", {}, ...rows),
  );
}

const short = (value: number): string => String(Number(value.toPrecision(4)));

import type { App } from "../app/app.ts";
import { shownRuns } from "../app/run.ts";
import { el } from "../dom/el.ts";

/** What a node wrote, a line each; `update` takes in what was written since. */
export function wordsWritten(app: App, node: string): { readonly element: HTMLElement; readonly update: () => void } {
  const element = el("p", { class: "written" });
  const update = (): void => {
    const text = shownRuns(app).get(node)?.text ?? "";
    element.hidden = text === "";
    if (element.textContent !== text) element.textContent = text;
  };
  update();
  return { element, update };
}

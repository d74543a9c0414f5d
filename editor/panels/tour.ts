import type { App } from "../app/app.ts";
import { el, fill, placeAt } from "../dom/el.ts";
import type { WordKey } from "../words/words.ts";

interface Step {
  readonly title: WordKey;
  readonly text: WordKey;
  /** What the ring is put around. */
  readonly around: string;
}

const STEPS: readonly Step[] = [
  { title: "tour.graph", text: "tour.graph.text", around: "#graph" },
  { title: "tour.run", text: "tour.run.text", around: "#run" },
  { title: "tour.side", text: "tour.side.text", around: ".rail" },
  { title: "tour.form", text: "tour.form.text", around: '[data-command="app-mode"]' },
];

/** A few words on the page for who sees it first: the page can be used beside them, and they do not come again. */
export function tour(app: App): HTMLElement {
  const card = el("section", {
    class: "tour",
    attributes: { role: "dialog", "aria-labelledby": "tour-title", hidden: true },
    on: {
      keydown: (event) => {
        const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (event.key === "Escape") end();
        else if (by !== undefined) go(by);
        else return;
        event.preventDefault();
        event.stopPropagation();
      },
    },
  });
  const ring = el("div", { class: "tour-ring", attributes: { hidden: true } });
  document.body.append(ring);
  let at = 0;
  const end = (): void => app.settings.update((settings) => ({ ...settings, isToured: true }));
  const go = (by: number): void => {
    if (at + by >= STEPS.length) {
      end();
      return;
    }
    at = Math.max(0, at + by);
    draw();
    card.querySelector<HTMLElement>(".is-main")?.focus();
  };
  const button = (label: WordKey, run: () => void, className = "button") =>
    el("button", { class: className, text: app.words(label), attributes: { type: "button" }, on: { click: run } });
  const draw = (): void => {
    const { isToured } = app.settings.get();
    const step = STEPS[at];
    card.hidden = isToured;
    ring.hidden = isToured;
    if (isToured || step === undefined) {
      at = 0;
      return;
    }
    fill(
      card,
      el("small", { class: "quiet", text: app.words("tour.step", { step: at + 1, steps: STEPS.length }) }),
      el("h2", { text: app.words(step.title), attributes: { id: "tour-title" } }),
      el("p", { text: app.words(step.text) }),
      el(
        "div",
        { class: "dialog-row" },
        button("tour.skip", end),
        at > 0 && button("tour.back", () => go(-1)),
        button(at === STEPS.length - 1 ? "tour.end" : "tour.next", () => go(1), "button is-main"),
      ),
    );
    const box = document.querySelector(step.around)?.getBoundingClientRect();
    if (box === undefined) return;
    placeAt(ring, box.left - 3, box.top - 3);
    ring.style.width = `${box.width + 6}px`;
    ring.style.height = `${box.height + 6}px`;
  };
  app.settings.subscribe(draw);
  addEventListener("resize", draw);
  requestAnimationFrame(draw);
  return card;
}

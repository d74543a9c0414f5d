import type { App } from "../app/app.ts";
import { el, fill } from "../dom/el.ts";
import { icon } from "../dom/icon.ts";

const SHOWN = { info: 4_000, error: 15_000 } as const;

/** Sentences that come up for a while over the canvas. */
export function notices(app: App): HTMLElement {
  const place = el("div", { class: "notices", attributes: { role: "status", "aria-live": "polite" } });
  let timer: ReturnType<typeof setTimeout> | undefined;
  app.notice.subscribe((notice) => {
    clearTimeout(timer);
    if (notice === null) {
      fill(place);
      return;
    }
    const close = (): void => app.notice.set(null);
    const { action } = notice;
    fill(
      place,
      el(
        "div",
        { class: `notice is-${notice.kind}` },
        notice.kind === "error" && icon("warning"),
        el("span", { text: notice.text }),
        action !== undefined &&
          el("button", {
            class: "button",
            text: action.label,
            attributes: { type: "button" },
            on: { click: action.run },
          }),
        el(
          "button",
          { class: "icon-button", label: app.words("close"), attributes: { type: "button" }, on: { click: close } },
          icon("close", 15),
        ),
      ),
    );
    timer = setTimeout(close, SHOWN[notice.kind]);
  });
  return place;
}

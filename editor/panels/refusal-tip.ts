import type { App } from "../app/app.ts";
import type { Point } from "../canvas/host.ts";
import type { Refusal } from "../core/edits/links.ts";
import { el, placeAt } from "../dom/el.ts";

/** Says beside the pointer why a link may not end where it is held. */
export function refusalTip(app: App): (refusal: Refusal | null, point: Point) => void {
  const tip = el("div", { class: "tip", attributes: { role: "status", hidden: true } });
  document.body.append(tip);
  return (refusal, { x, y }) => {
    tip.hidden = refusal === null;
    if (refusal === null) return;
    const slots = refusal.code === "type" ? { from: refusal.from, to: refusal.to } : {};
    tip.textContent = app.words(`refusal.${refusal.code}`, slots);
    placeAt(tip, x + 16, y + 16);
  };
}

import type { Point } from "./host.ts";

export interface TouchMoves {
  /** Zooms by a factor around a point of the page, and moves by pixels of it. */
  readonly pinch: (factor: number, around: Point, across: number, down: number) => void;
  /** Opens the menu of what is at a point of the page. */
  readonly hold: (point: Point) => void;
}

/** Milliseconds and pixels that tell a long press from a short one and from a drag. */
const LONG = 550;
const STILL = 9;

/** Two fingers zoom and move, a long press opens the menu; one finger stays what a mouse is. Ends with the answer. */
export function takeTouches(element: HTMLElement, { pinch, hold }: TouchMoves): () => void {
  const fingers = new Map<number, Point>();
  let isPinching = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** What the first finger began comes to nothing: neither a click nor a drag. */
  const giveUp = (): void => void element.dispatchEvent(new PointerEvent("pointercancel", { isPrimary: true }));
  const down = (event: PointerEvent): void => {
    if (event.pointerType !== "touch") return;
    const point = { x: event.clientX, y: event.clientY };
    fingers.set(event.pointerId, point);
    clearTimeout(timer);
    if (fingers.size === 1) {
      timer = setTimeout(() => {
        giveUp();
        hold(point);
      }, LONG);
      return;
    }
    if (!isPinching) giveUp();
    isPinching = true;
    event.stopImmediatePropagation();
  };
  const move = (event: PointerEvent): void => {
    const before = fingers.get(event.pointerId);
    if (before === undefined) return;
    const now = { x: event.clientX, y: event.clientY };
    if (Math.hypot(now.x - before.x, now.y - before.y) > STILL) clearTimeout(timer);
    if (!isPinching) return;
    event.stopImmediatePropagation();
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    fingers.set(event.pointerId, now);
    if (other === undefined) return;
    const factor =
      Math.hypot(now.x - other.x, now.y - other.y) / Math.max(1, Math.hypot(before.x - other.x, before.y - other.y));
    const around = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
    pinch(factor, around, (now.x - before.x) / 2, (now.y - before.y) / 2);
  };
  const up = (event: PointerEvent): void => {
    if (!fingers.delete(event.pointerId)) return;
    clearTimeout(timer);
    if (isPinching) event.stopImmediatePropagation();
    if (fingers.size === 0) isPinching = false;
  };
  const options = { capture: true } as const;
  const all = [
    ["pointerdown", down],
    ["pointermove", move],
    ["pointerup", up],
    ["pointercancel", up],
  ] as const;
  for (const [type, listener] of all) element.addEventListener(type, listener, options);
  return () => {
    for (const [type, listener] of all) element.removeEventListener(type, listener, options);
  };
}

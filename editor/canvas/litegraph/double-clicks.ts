import type { CanvasPointer, CanvasPointerEvent } from "@comfyorg/litegraph";
import type { EditorCanvas } from "./canvas.ts";

/**
 * litegraph takes two clicks within 300 ms for a double click, however slow hands or the page are. How fast it must be is
 * set in the system: what the browser takes for a double click counts too.
 */
export function hearSlowDoubleClicks({ canvas: element, pointer }: EditorCanvas): () => void {
  let press: CanvasPointerEvent | undefined;
  let onDoubleClick: CanvasPointer["onDoubleClick"];
  const pressed = (): void => {
    press = pointer.eDown;
    onDoubleClick = pointer.onDoubleClick;
  };
  const clickedTwice = (): void => {
    // A press that dragged, or that litegraph took for a double click itself, is not the last click it knows of.
    if (press === undefined || pointer.eLastDown !== press) return;
    delete pointer.eLastDown;
    onDoubleClick?.(press);
  };
  element.addEventListener("pointerdown", pressed, { capture: true });
  element.addEventListener("dblclick", clickedTwice);
  return () => {
    element.removeEventListener("pointerdown", pressed, { capture: true });
    element.removeEventListener("dblclick", clickedTwice);
  };
}

import { LGraphNode, LLink, TitleMode } from "@comfyorg/litegraph";
import type { Id, Pair } from "../../core/document.ts";

/** How large a reroute is, in units of the graph. */
export const KNOB = 16;
/** How far its port reaches beyond it, to the right. */
export const KNOB_PORT = 16;

/** A reroute on the canvas. For litegraph it is a small node without ports, so that it is chosen and dragged like any. */
export class Knob extends LGraphNode {
  static readonly title_mode = TitleMode.NO_TITLE;
  reroute: Id = "";
  colour = "";

  /** Puts the knob of a reroute where the reroute lies. */
  stand(reroute: Id, [x, y]: Pair): void {
    this.reroute = reroute;
    this.id = `reroute ${reroute}`;
    this.resizable = false;
    this.size = [KNOB, KNOB];
    this.pos = [x - KNOB / 2, y - KNOB / 2];
    this.onBounding = (out) => {
      out[2] += KNOB_PORT;
    };
  }

  /** Is a place in the graph on the port, out of which new links are dragged? */
  isPort([x, y]: Pair): boolean {
    const [left, top] = [(this.pos[0] ?? 0) + KNOB, this.pos[1] ?? 0];
    return x > left && x <= left + KNOB_PORT && y >= top && y <= top + KNOB;
  }

  get middle(): Pair {
    const [x = 0, y = 0] = this.pos;
    return [x + KNOB / 2, y + KNOB / 2];
  }
}

/** A link on the canvas, with the reroutes that it goes through in its direction. */
export class RoutedLink extends LLink {
  way: readonly Knob[] = [];
}

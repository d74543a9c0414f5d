import { createRng } from "../../tensor/random.ts";
import type { Said } from "../cache/result.ts";
import type { NodeContext } from "../node/context.ts";
import type { Place } from "./events.ts";
import { keepPoints } from "./keep-points.ts";
import type { Run } from "./run.ts";

/** The context of a node at work; texts, files and numbers it tells of are added to `said`, and an output's pictures. */
export function contextFor(place: Place, isOutput: boolean, run: Run, said: Said[]): NodeContext {
  const { emit, signal, folder, source, device, blobs } = run;
  const say = (each: Said): void => {
    said.push(each);
    emit({ ...place, ...each });
  };
  const keepPoint = keepPoints(said);
  return {
    signal,
    folder,
    source,
    device,
    blobs,
    rng: createRng,
    progress: (done, total, label = "") => emit({ type: "node-progress", ...place, done, total, label }),
    metric: (name, step, value) => {
      if (!Number.isFinite(step) || !Number.isFinite(value)) return;
      keepPoint({ type: "node-metric", name, step, value });
      emit({ type: "node-metric", ...place, name, step, value });
    },
    preview: (image) =>
      isOutput ? say({ type: "node-preview", image }) : emit({ type: "node-preview", ...place, image }),
    text: (text, { continues = false } = {}) => {
      const last = said.findLastIndex(({ type }) => type === "node-text");
      const line = said[last];
      if (!continues || line?.type !== "node-text") return say({ type: "node-text", text });
      said[last] = { type: "node-text", text: line.text + text };
      emit({ type: "node-text", ...place, text, continues });
    },
    file: (path) => say({ type: "node-file", path }),
    logger: {
      info: (text) => emit({ type: "node-log", ...place, level: "info", text }),
      warn: (text) => emit({ type: "node-log", ...place, level: "warn", text }),
    },
  };
}

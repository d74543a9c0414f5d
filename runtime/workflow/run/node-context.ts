import { createRng } from "../../tensor/random.ts";
import type { Said } from "../cache/result.ts";
import type { NodeContext } from "../node/context.ts";
import type { Place } from "./events.ts";
import type { Run } from "./run.ts";

/** The context of a node at work; texts and files it tells of are added to `said`, and an output's pictures. */
export function contextFor(place: Place, isOutput: boolean, run: Run, said: Said[]): NodeContext {
  const { emit, signal, folder, source, device, blobs } = run;
  const say = (each: Said): void => {
    said.push(each);
    emit({ ...place, ...each });
  };
  return {
    signal,
    folder,
    source,
    device,
    blobs,
    rng: createRng,
    progress: (done, total, label = "") => emit({ type: "node-progress", ...place, done, total, label }),
    preview: (image) =>
      isOutput ? say({ type: "node-preview", image }) : emit({ type: "node-preview", ...place, image }),
    text: (text) => say({ type: "node-text", text }),
    file: (path) => say({ type: "node-file", path }),
    logger: {
      info: (text) => emit({ type: "node-log", ...place, level: "info", text }),
      warn: (text) => emit({ type: "node-log", ...place, level: "warn", text }),
    },
  };
}

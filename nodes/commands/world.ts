import { createProgress, defineCommand, line, option } from "../../runtime/cli/index.ts";
import { port } from "../../runtime/workflow/index.ts";
import { seedOption } from "./options.ts";

/** `nextscale world`: examples of the world the shipped model is trained on. */
export const worldCommand = defineCommand({
  name: "world",
  summary: "write examples of Tinyworld: pictures, captions, scenes",
  arguments: {},
  options: {
    count: option.value("N", "number of examples", port.integer({ min: 1, max: 99_999 })),
    out: option.value("DIR", "folder to write", port.text()),
    seed: seedOption,
    split: option.value(
      "SPLIT",
      "combinations that training sees, or those held out",
      port.choice(["seen", "held-out"], { default: "seen" }),
    ),
  },
  run: async ({ count, out, seed, split }, io) => {
    const { writeWorld } = await import("../../training/world/write.ts");
    const progress = createProgress(io, { total: count, label: "world" });
    try {
      await writeWorld({ count, out, seed, split, signal: io.signal, onProgress: (done) => progress.update(done) });
    } finally {
      progress.stop();
    }
    line(io.stdout, out);
  },
});

import { defineNode, port } from "../../runtime/workflow/index.ts";
import { SHIPPED } from "../checkpoint/find.ts";
import { fingerprintCheckpoint } from "../checkpoint/fingerprint.ts";
import { loadCheckpoint } from "../checkpoint/load.ts";
import { link } from "../ports.ts";

/** Loads a checkpoint onto the device of the run. */
export const loadModel = defineNode({
  type: "nextscale/load-model",
  version: 1,
  title: "Load Model",
  category: "model",
  description: "Loads a checkpoint: a folder, or the name of one that ships with the package.",
  device: true,
  inputs: { checkpoint: port.text({ default: SHIPPED, description: "A folder, or the name of one that ships." }) },
  outputs: { model: link.model },
  fingerprint: ({ checkpoint }) => (checkpoint === undefined ? Number.NaN : fingerprintCheckpoint(checkpoint)),
  run: async ({ checkpoint }, { device, signal }) => ({ model: await loadCheckpoint(checkpoint, { device, signal }) }),
});

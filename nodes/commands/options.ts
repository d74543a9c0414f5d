import { option } from "../../runtime/cli/index.ts";
import { port } from "../../runtime/workflow/index.ts";
import { SHIPPED } from "../checkpoint/find.ts";
import { aspect, sampling } from "../ports.ts";

/** Which checkpoint runs, and where. */
export const modelOptions = {
  model: option.value("DIR", "checkpoint: a folder, or the name of one that ships", port.text({ default: SHIPPED }), {
    env: "NEXTSCALE_MODEL",
  }),
  device: option.value("DEVICE", "where to compute", port.text({ default: "auto" }), { env: "NEXTSCALE_DEVICE" }),
};

/** How codes are drawn; what is left out is what the checkpoint recommends. */
export const samplingOptions = {
  guidance: option.value("G", "how far to steer to the prompt, 0 for not at all", sampling.guidance),
  temperature: option.value("T", "boldness: above 1 more, below less", sampling.temperature),
  topK: option.value("K", "draw each code from the K likeliest, 0 for all", sampling.topK),
  topP: option.value("P", "draw each code from those that hold this probability", sampling.topP),
};

export const seedOption = option.value("N", "what randomness starts from", port.seed({ default: 0 }));

export const aspectOption = option.value("W:H", "shape; the nearest the model has is taken", aspect);

export const directOption = option.flag("paint at once, without planning the picture in words first");

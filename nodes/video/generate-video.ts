import { defineNode, port } from "../../runtime/workflow/index.ts";
import { chooseCanvas } from "../painting/choose-canvas.ts";
import { aspect, inView, link } from "../ports.ts";
import { picturesOf, plansOf } from "../talking/conversation.ts";
import { converseInView } from "../talking/converse-in-view.ts";
import { sentence, text, user } from "../talking/turns.ts";
import { fillSlots } from "../words/fill-slots.ts";

/** Paints a clip frame by frame, each in view of all before. */
export const generateVideo = defineNode({
  type: "nextscale/generate-video",
  version: 1,
  title: "Generate Video",
  category: "video",
  description: "Paints the frames of a short clip from words, each in view of those before.",
  device: true,
  inputs: {
    model: link.model,
    prompt: port.text({
      default: "A clip of {frames} frames with a cat on a white background: the cat moves to the right.",
      multiline: true,
      description: "Who is there and how it moves; {frames} is their number.",
    }),
    frames: port.integer({ min: 1, max: 16, default: 6, description: "Best is 4 to 8." }),
    seed: port.seed({ default: 0 }),
    aspect,
    ...inView,
  },
  outputs: { image: link.image, plan: port.text() },
  run: async ({ model, prompt, frames, seed, aspect, ...wish }, ctx) => {
    const { grids } = chooseCanvas(model, aspect);
    const asked = sentence(fillSlots(prompt, new Map([["frames", String(frames)]])));
    const options = { form: "pictures", pictures: frames, grids, ...wish } as const;
    const [answers = []] = await converseInView(model, [{ turns: [user(text(asked))], seed }], options, ctx);
    return { image: answers.flatMap(picturesOf), plan: answers.map(plansOf).join("\n") };
  },
});

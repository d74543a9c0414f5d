import { defineNode, port } from "../../runtime/workflow/index.ts";
import { decodeCodes } from "../painting/decode-codes.ts";
import { encodePictures } from "../painting/encode-pictures.ts";
import { inView, link } from "../ports.ts";
import { picturesOf, plansOf } from "../talking/conversation.ts";
import { converseInView } from "../talking/converse-in-view.ts";
import { sentence, image as shown, text, user } from "../talking/turns.ts";
import { fillSlots } from "../words/fill-slots.ts";

/** Goes on from a picture, or from the last frame of a clip. */
export const extendVideo = defineNode({
  type: "nextscale/extend-video",
  version: 1,
  title: "Extend Video",
  category: "video",
  description: "Lets a picture move, or a clip go on from its last frame, as words say.",
  device: true,
  inputs: {
    model: link.model,
    image: link.image,
    prompt: port.text({
      default: "A clip of {frames} frames: the cat moves to the right.",
      multiline: true,
      description: "How it moves; {frames} is the number of frames.",
    }),
    frames: port.integer({ min: 2, max: 16, default: 6, description: "With the one it goes on from; best is 4 to 8." }),
    seed: port.seed({ default: 0 }),
    ...inView,
  },
  outputs: { image: link.image, added: link.image, plan: port.text() },
  run: async ({ model, image, prompt, frames, seed, ...wish }, ctx) => {
    const codes = await encodePictures(model, image, ctx.signal);
    const given = await decodeCodes(model, codes, ctx.signal);
    const asked = sentence(fillSlots(prompt, new Map([["frames", String(frames)]])));
    const turns = [user(shown(codes.images.at(-1) ?? []), text(asked))];
    const options = { form: "pictures", pictures: frames, grids: codes.grids, ...wish } as const;
    const [answers = []] = await converseInView(model, [{ turns, seed }], options, ctx);
    const added = answers.flatMap(picturesOf).slice(1); // the first is the frame that was given, painted again
    return { image: [...given, ...added], added, plan: answers.map(plansOf).join("\n") };
  },
});

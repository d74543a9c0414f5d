import { defineNode, port } from "../../runtime/workflow/index.ts";
import { encodePictures } from "../painting/encode-pictures.ts";
import { inView, link } from "../ports.ts";
import { picturesOf, plansOf } from "../talking/conversation.ts";
import { converseInView } from "../talking/converse-in-view.ts";
import { aboutEach, sentence, text, user } from "../talking/turns.ts";
import { planSampling } from "../talking/write-plan.ts";

/** Draws what a picture shows in another scene. */
export const drawSubject = defineNode({
  type: "nextscale/draw-subject",
  version: 1,
  title: "Draw Subject",
  category: "abilities",
  description: "Draws the object that a picture shows in a new scene.",
  device: true,
  inputs: {
    model: link.model,
    image: link.image,
    prompt: port.text({
      default: "Draw this with a blue circle on a yellow background.",
      multiline: true,
      description: "The new scene; the object is called this.",
    }),
    seed: port.seed({ default: 0, description: "Picture i of several has seed + i." }),
    ...inView,
  },
  outputs: { image: link.image, plan: port.text() },
  run: async ({ model, image, prompt, seed, ...wish }, ctx) => {
    const codes = await encodePictures(model, image, ctx.signal);
    const talks = aboutEach(codes, seed, (shown) => [user(shown, text(sentence(prompt)))]);
    // The new scene leaves open where things are, whatever the picture shows.
    const options = { form: "pictures", grids: codes.grids, plans: planSampling(model), ...wish } as const;
    const answers = await converseInView(model, talks, options, ctx);
    return { image: answers.flat().flatMap(picturesOf), plan: answers.flat().map(plansOf).join("\n") };
  },
});

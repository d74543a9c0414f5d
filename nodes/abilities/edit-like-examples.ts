import { defineNode, port } from "../../runtime/workflow/index.ts";
import { nodesErrors } from "../errors.ts";
import { canvasOf, encodeOn } from "../painting/encode-pictures.ts";
import { inView, link } from "../ports.ts";
import { type ImageCodes, picturesOf, plansOf } from "../talking/conversation.ts";
import { converseInView } from "../talking/converse-in-view.ts";
import { aboutEach, image as shown, text, user } from "../talking/turns.ts";

/** Changes a picture as examples were changed: the model finds out the rule. */
export const editLikeExamples = defineNode({
  type: "nextscale/edit-like-examples",
  version: 1,
  title: "Edit Like Examples",
  category: "abilities",
  description: "Changes a picture in the way in which examples were changed, from pairs of before and after alone.",
  device: true,
  inputs: {
    model: link.model,
    before: link.image,
    after: link.image,
    image: link.image,
    becomes: port.text({ default: "becomes", description: "The words between before and after." }),
    seed: port.seed({ default: 0, description: "Picture i of several has seed + i." }),
    ...inView,
  },
  outputs: { image: link.image, plan: port.text() },
  run: async ({ model, before, after, image, becomes, seed, ...wish }, ctx) => {
    if (before.length !== after.length || before.length === 0)
      throw nodesErrors.PAIRS_DIFFER({ before: before.length, after: after.length });
    const canvas = canvasOf(model, image);
    const encoded = (list: typeof image) => encodeOn(model, list, canvas, ctx.signal);
    const [from, to, asked] = [await encoded(before), await encoded(after), await encoded(image)];
    const arrow = text(` ${becomes.trim()} `);
    const pair = (codes: ImageCodes, i: number) => [shown(codes), arrow, shown(to.images[i] ?? []), text(". ")];
    const examples = from.images.flatMap(pair);
    const talks = aboutEach(asked, seed, (query) => [user(...examples, query, arrow)]);
    const answers = await converseInView(model, talks, { form: "pictures", grids: canvas.grids, ...wish }, ctx);
    return { image: answers.flat().flatMap(picturesOf), plan: answers.flat().map(plansOf).join("\n") };
  },
});

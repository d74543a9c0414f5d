import { defineNode, port } from "../../runtime/workflow/index.ts";
import { nodesErrors } from "../errors.ts";
import { encodePictures } from "../painting/encode-pictures.ts";
import { inView, link } from "../ports.ts";
import { picturesOf, plansOf } from "../talking/conversation.ts";
import { converseInView } from "../talking/converse-in-view.ts";
import { aboutEach, sentences, text, user } from "../talking/turns.ts";

/** Changes pictures as told, one instruction after another. Paper §3.2, guidance for edits. */
export const editImage = defineNode({
  type: "nextscale/edit-image",
  version: 1,
  title: "Edit Image",
  category: "abilities",
  description: "Changes a picture as an instruction says; each line is a further step, in view of all before.",
  device: true,
  inputs: {
    model: link.model,
    image: link.image,
    instruction: port.text({ default: "make the star red", multiline: true, description: "One step a line." }),
    seed: port.seed({ default: 0, description: "Picture i of several has seed + i." }),
    ...inView,
  },
  outputs: { image: link.image, steps: link.image, plan: port.text() },
  validate: ({ instruction }) =>
    instruction === undefined || instruction.trim() !== "" ? null : "The instruction is empty: say what is to change.",
  run: async ({ model, image, instruction, seed, ...wish }, ctx) => {
    const [first, ...others] = sentences(instruction);
    if (first === undefined) throw nodesErrors.NO_INSTRUCTION(undefined);
    const codes = await encodePictures(model, image, ctx.signal);
    const talks = aboutEach(codes, seed, (shown) => [
      user(shown, text(first)),
      ...others.map((other) => user(text(other))),
    ]);
    const answers = await converseInView(model, talks, { form: "pictures", grids: codes.grids, ...wish }, ctx);
    return {
      image: answers.flatMap((steps) => steps.slice(-1).flatMap(picturesOf)),
      steps: answers.flat().flatMap(picturesOf),
      plan: answers.flat().map(plansOf).join("\n"),
    };
  },
});

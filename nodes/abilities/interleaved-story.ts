import { defineNode, port } from "../../runtime/workflow/index.ts";
import { chooseCanvas } from "../painting/choose-canvas.ts";
import { aspect, inView, link } from "../ports.ts";
import { picturesOf, textsOf } from "../talking/conversation.ts";
import { converseInView } from "../talking/converse-in-view.ts";
import { text, user } from "../talking/turns.ts";
import { fillSlots } from "../words/fill-slots.ts";
import { numberWord } from "../words/number-word.ts";

/** Tells a story: a sentence, its picture, the next sentence, and so on. */
export const interleavedStory = defineNode({
  type: "nextscale/interleaved-story",
  version: 1,
  title: "Interleaved Story",
  category: "abilities",
  description: "Tells a story in sentences with a picture after each; what stood there stands there still.",
  device: true,
  inputs: {
    model: link.model,
    prompt: port.text({
      default: "Tell a story about a cat and a red star in {pictures} pictures.",
      multiline: true,
      description: "{pictures} is their number in words.",
    }),
    pictures: port.integer({ min: 1, max: 8, default: 3, description: "Best is 3 to 5." }),
    seed: port.seed({ default: 0 }),
    aspect,
    limit: port.integer({ min: 1, max: 4096, default: 48, unit: "tokens", description: "Longest sentence." }),
    ...inView,
  },
  outputs: { texts: port.list(port.text()), image: link.image, story: port.text({ description: "All sentences." }) },
  run: async ({ model, prompt, pictures, seed, aspect, ...wish }, ctx) => {
    const { grids } = chooseCanvas(model, aspect);
    const asked = fillSlots(prompt.trim(), new Map([["pictures", numberWord(pictures)]]));
    const options = { form: "lines", pictures, least: pictures, grids, ...wish } as const;
    const [[answer] = []] = await converseInView(model, [{ turns: [user(text(asked))], seed }], options, ctx);
    const texts = answer ? textsOf(answer) : [];
    return { texts, image: answer ? picturesOf(answer) : [], story: texts.join("\n") };
  },
});

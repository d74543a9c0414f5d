import { defineNode, port } from "../../runtime/workflow/index.ts";
import { chooseCanvas } from "../painting/choose-canvas.ts";
import { canvasOf, encodeOn } from "../painting/encode-pictures.ts";
import { aspect, link } from "../ports.ts";
import { interleave } from "../talking/interleave.ts";

/** Puts texts and pictures into the order in which the model reads them. Paper §2.2. */
export const sequence = defineNode({
  type: "nextscale/sequence",
  version: 1,
  title: "Sequence",
  category: "conversation",
  description: "Interleaves texts and pictures into a turn of a conversation: {a} stands for the pictures linked to a.",
  device: true,
  inputs: {
    model: link.model,
    before: port.optional(link.conversation),
    text: port.text({ default: "{a}What color is the star?", multiline: true, description: "Text with {a} to {d}." }),
    a: port.optional(link.image),
    b: port.optional(link.image),
    c: port.optional(link.image),
    d: port.optional(link.image),
    role: port.choice(["user", "assistant"], { default: "user", description: "Who says it." }),
    aspect: port.text({
      default: "1:1",
      description: `Where nothing before and no picture gives the shape. ${aspect.description}`,
    }),
  },
  outputs: { conversation: link.conversation },
  run: async ({ model, before, text, a, b, c, d, role, aspect }, { signal }) => {
    const pictures = [a, b, c, d].flatMap((list) => list ?? []);
    const canvas = before?.canvas ?? (pictures.length > 0 ? canvasOf(model, pictures) : chooseCanvas(model, aspect));
    const encoded = async (list: typeof a) => list && (await encodeOn(model, list, canvas, signal)).images;
    const images = { a: await encoded(a), b: await encoded(b), c: await encoded(c), d: await encoded(d) };
    const turn = { role, content: interleave(text, images) };
    return { conversation: { canvas, turns: [...(before?.turns ?? []), turn] } };
  },
});

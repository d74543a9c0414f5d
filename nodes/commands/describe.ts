import { argument, defineCommand, line } from "../../runtime/cli/index.ts";
import { port } from "../../runtime/workflow/index.ts";
import { modelOptions } from "./options.ts";

/** `nextscale describe`: from a picture to a caption. */
export const describeCommand = defineCommand({
  name: "describe",
  summary: "say what a picture shows",
  arguments: { image: argument("IMAGE", "a picture; it is cropped to the nearest shape the model has", port.text()) },
  options: { ...modelOptions },
  run: async ({ image, model: checkpoint, device }, { stdout, signal }) => {
    const [{ loadCheckpoint }, { readPicture }, { encodePictures }, { captionCodes }] = await Promise.all([
      import("../checkpoint/load.ts"),
      import("../pictures/read-picture.ts"),
      import("../painting/encode-pictures.ts"),
      import("../painting/caption-codes.ts"),
    ]);
    const picture = await readPicture(image);
    const model = await loadCheckpoint(checkpoint, { device, signal });
    try {
      const codes = await encodePictures(model, [picture], signal);
      for (const caption of await captionCodes(model, codes, { signal })) line(stdout, caption);
    } finally {
      await model.release();
    }
  },
});

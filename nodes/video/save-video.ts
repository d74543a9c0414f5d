import { writeMetadata } from "../../runtime/files/metadata/index.ts";
import { defineNode, port } from "../../runtime/workflow/index.ts";
import { nodesErrors } from "../errors.ts";
import { encodeFilm, FORMATS } from "../films/encode-film.ts";
import { eachPicture } from "../pictures/each-picture.ts";
import { requireSameSize } from "../pictures/pairs.ts";
import { resizePicture } from "../pictures/resize-picture.ts";
import { writeNewFile } from "../pictures/write-new-file.ts";
import { link } from "../ports.ts";

/** Writes pictures as the frames of one film. */
export const saveVideo = defineNode({
  type: "nextscale/save-video",
  version: 1,
  title: "Save Video",
  category: "video",
  description:
    "Writes pictures as one film, PREFIX_00001 or the next number that is free; WebP and MP4 carry the graph.",
  output: true,
  inputs: {
    image: link.image,
    prefix: port.text({ default: "film", description: "The name before the number." }),
    format: port.choice(FORMATS, { default: "webp", description: "webp loses nothing; gif has 256 colours." }),
    rate: port.number({ min: 0.1, max: 60, default: 4, unit: "frames/s" }),
    enlarge: port.integer({ min: 1, max: 16, default: 4, description: "Pixels become squares of this side." }),
  },
  outputs: {},
  run: async ({ image, prefix, format, rate, enlarge }, ctx) => {
    const [first, ...others] = image;
    if (first === undefined) throw nodesErrors.NO_PICTURE(undefined);
    for (const other of others) requireSameSize(first, other);
    const size = { width: first.width * enlarge, height: first.height * enlarge };
    const wish = { ...size, fit: "fill", filter: "nearest", background: "black" } as const;
    const frames = await eachPicture(image, ctx.signal, (picture) => resizePicture(picture, wish));
    const bytes = await encodeFilm({ frames, rate }, format, ctx.signal);
    ctx.preview({ height: first.height, width: first.width, channels: 3, pixels: first.data });
    const carrying = format === "gif" || ctx.source.size === 0 ? bytes : writeMetadata(bytes, ctx.source);
    ctx.file(await writeNewFile(ctx.folder, { prefix, ending: format }, carrying));
    return {};
  },
});

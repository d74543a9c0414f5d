import { scheduleFor } from "../../model/schedule.ts";
import type { Picture } from "../../model/vision/codec.ts";
import type { LoadedModel } from "../checkpoint/loaded-model.ts";
import { compositePicture } from "../pictures/composite-picture.ts";
import { fitPicture } from "../pictures/fit-picture.ts";
import { type Mask, maskOf } from "../pictures/mask.ts";
import { requireSameSize } from "../pictures/pairs.ts";
import { cellsToDraw } from "./cells-to-draw.ts";
import { decodeCodes } from "./decode-codes.ts";
import { type PaintOptions, paint } from "./paint.ts";
import type { Codes } from "./values.ts";

export interface InpaintOptions extends Omit<PaintOptions, "prompts" | "seeds" | "grids" | "replace" | "onScale"> {
  readonly picture: Picture;
  /** As large as the picture; what is not 0 is painted anew. */
  readonly mask: Mask;
  readonly prompt: string;
  readonly seed: number;
  /** Hears of the codes so far after each grid. */
  readonly onCodes?: (codes: Codes) => void | Promise<void>;
}

export interface Inpainted {
  readonly picture: Picture;
  readonly codes: Codes;
  /** Empty where the model did not plan. */
  readonly plan: string;
}

/**
 * Paints the masked part of a picture anew: at every scale the known codes of all other cells are kept, so that the
 * model paints in view of them. Outside the mask the pixels are those that the tokenizer makes of the picture.
 * Throws NODES_SIZES_DIFFER and as `paint`.
 */
export async function inpaint(
  model: LoadedModel,
  { picture, mask, prompt, seed, onCodes, ...options }: InpaintOptions,
): Promise<Inpainted> {
  requireSameSize(picture, mask);
  const canvas = scheduleFor(model.config, { ratio: picture.height / picture.width });
  const { grids } = canvas;
  const fitted = await fitMask(mask, canvas);
  const known = await model.codec.encode(await fitPicture(picture, canvas), grids);
  const open = cellsToDraw(fitted, grids);
  const soFar: Int32Array[] = [];
  const { codes, pictures, plans } = await paint(model, {
    ...options,
    prompts: [prompt],
    seeds: [seed],
    grids,
    onScale: async (_, [grid]) => {
      if (grid !== undefined) soFar.push(grid);
      await onCodes?.({ grids, images: [[...soFar]] });
    },
    replace: (scale, _, drawn) =>
      drawn.map((code, cell) => (open[scale]?.[cell] ? code : (known[scale]?.[cell] ?? code))),
  });
  const [kept] = await decodeCodes(model, { grids, images: [known] }, options.signal);
  const [painted] = pictures;
  if (kept === undefined || painted === undefined) throw new RangeError("paint expected to make one picture.");
  const whole = compositePicture(kept, painted, { mask: fitted, left: 0, top: 0 });
  return { picture: whole, codes: { grids, images: codes }, plan: plans[0] ?? "" };
}

/** The middle of a mask at another size, cropped to its shape, as `fitPicture` does with its picture. */
async function fitMask(mask: Mask, size: { readonly height: number; readonly width: number }): Promise<Mask> {
  const { height, width, data } = mask;
  const gray = Uint8Array.from({ length: 3 * height * width }, (_, i) => data[Math.floor(i / 3)] ?? 0);
  return maskOf(await fitPicture({ height, width, data: gray }, size));
}

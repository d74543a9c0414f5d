import { scheduleFor } from "../../model/schedule.ts";
import type { Picture } from "../../model/vision/codec.ts";
import type { LoadedModel } from "../checkpoint/loaded-model.ts";
import { nodesErrors } from "../errors.ts";
import { fitPicture } from "../pictures/fit-picture.ts";
import type { Codes } from "./values.ts";

/** The codes of pictures, each cropped to the model's shape nearest to that of the first. Throws NODES_NO_PICTURE. */
export async function encodePictures(
  { config, codec }: LoadedModel,
  pictures: readonly Picture[],
  signal?: AbortSignal,
): Promise<Codes> {
  const [first] = pictures;
  if (first === undefined) throw nodesErrors.NO_PICTURE(undefined);
  const canvas = scheduleFor(config, { ratio: first.height / first.width });
  const images: (readonly Int32Array[])[] = [];
  for (const picture of pictures) {
    signal?.throwIfAborted();
    images.push(await codec.encode(await fitPicture(picture, canvas), canvas.grids));
  }
  return { grids: canvas.grids, images };
}

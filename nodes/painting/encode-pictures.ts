import { scheduleFor } from "../../model/schedule.ts";
import type { Picture } from "../../model/vision/codec.ts";
import type { LoadedModel } from "../checkpoint/loaded-model.ts";
import { nodesErrors } from "../errors.ts";
import { fitPicture } from "../pictures/fit-picture.ts";
import type { Canvas, Codes } from "./values.ts";

/** The codes of pictures, each cropped to the model's shape nearest to that of the first. Throws NODES_NO_PICTURE. */
export function encodePictures(model: LoadedModel, pictures: readonly Picture[], signal?: AbortSignal): Promise<Codes> {
  return encodeOn(model, pictures, canvasOf(model, pictures), signal);
}

/** The model's shape nearest to that of the first picture. Throws NODES_NO_PICTURE. */
export function canvasOf({ config }: LoadedModel, [first]: readonly Picture[]): Canvas {
  if (first === undefined) throw nodesErrors.NO_PICTURE(undefined);
  return scheduleFor(config, { ratio: first.height / first.width });
}

/** The codes of pictures, each cropped to the canvas. */
export async function encodeOn(
  { codec }: LoadedModel,
  pictures: readonly Picture[],
  canvas: Canvas,
  signal?: AbortSignal,
): Promise<Codes> {
  const images: (readonly Int32Array[])[] = [];
  for (const picture of pictures) {
    signal?.throwIfAborted();
    images.push(await codec.encode(await fitPicture(picture, canvas), canvas.grids));
  }
  return { grids: canvas.grids, images };
}

import type { Picture } from "../../model/vision/codec.ts";
import { layOnto } from "./composite-picture.ts";
import { plainPicture } from "./plain-picture.ts";

export interface Border {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly colour: string;
}

/** A picture with a border of one colour. Throws NODES_NOT_A_COLOUR, NODES_TOO_MANY_PIXELS. */
export async function padPicture(picture: Picture, { left, top, right, bottom, colour }: Border): Promise<Picture> {
  const below = await plainPicture(top + picture.height + bottom, left + picture.width + right, colour);
  layOnto(below, picture, { left, top });
  return below;
}

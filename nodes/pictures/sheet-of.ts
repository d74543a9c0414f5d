import type { Picture } from "../../model/vision/codec.ts";
import { nodesErrors } from "../errors.ts";
import { layOnto } from "./composite-picture.ts";
import { plainPicture } from "./plain-picture.ts";

export interface SheetWish {
  readonly columns: number;
  /** Pixels between cells and around them. */
  readonly gap: number;
  readonly background: string;
}

/**
 * Pictures row by row on one sheet, each in the upper left of its cell. Throws NODES_NO_PICTURE, NODES_NOT_A_COLOUR,
 * NODES_TOO_MANY_PIXELS.
 */
export async function sheetOf(pictures: readonly Picture[], { columns, gap, background }: SheetWish): Promise<Picture> {
  if (pictures.length === 0) throw nodesErrors.NO_PICTURE(undefined);
  const width = gap + Math.max(...pictures.map((picture) => picture.width));
  const height = gap + Math.max(...pictures.map((picture) => picture.height));
  const across = Math.min(columns, pictures.length);
  const size = { width: gap + across * width, height: gap + Math.ceil(pictures.length / across) * height };
  const sheet = await plainPicture(size.height, size.width, background);
  for (const [i, picture] of pictures.entries()) {
    layOnto(sheet, picture, { left: gap + (i % across) * width, top: gap + Math.floor(i / across) * height });
  }
  return sheet;
}

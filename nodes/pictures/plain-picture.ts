import type { Picture } from "../../model/vision/codec.ts";
import { nodesErrors } from "../errors.ts";
import { readColour } from "./colour.ts";
import { MOST_PIXELS } from "./most-pixels.ts";

/** A picture of one colour. Throws NODES_NOT_A_COLOUR, NODES_TOO_MANY_PIXELS. */
export async function plainPicture(height: number, width: number, colour: string): Promise<Picture> {
  if (width * height > MOST_PIXELS) throw nodesErrors.TOO_MANY_PIXELS({ width, height });
  const bytes = await readColour(colour);
  return { height, width, data: new Uint8Array(height * width * 3).map((_, i) => bytes[i % 3] ?? 0) };
}

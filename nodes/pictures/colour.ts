import sharp from "sharp";
import { nodesErrors } from "../errors.ts";

/** The three bytes of a colour such as `#ff8000`, `tomato` or `rgb(1, 2, 3)`. Throws NODES_NOT_A_COLOUR. */
export async function readColour(colour: string): Promise<readonly [red: number, green: number, blue: number]> {
  try {
    const one = sharp({ create: { width: 1, height: 1, channels: 3, background: colour } });
    const [red = 0, green = 0, blue = 0] = await one.raw().toBuffer();
    return [red, green, blue];
  } catch (cause) {
    throw nodesErrors.NOT_A_COLOUR({ got: colour }, { cause });
  }
}

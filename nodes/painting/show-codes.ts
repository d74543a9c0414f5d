import type { NodeContext } from "../../runtime/workflow/index.ts";
import type { LoadedModel } from "../checkpoint/loaded-model.ts";
import type { Codes } from "./values.ts";

/** Shows the first picture as far as its codes go. */
export async function showCodes({ codec }: LoadedModel, { images, grids }: Codes, ctx: NodeContext): Promise<void> {
  const { height, width, data } = await codec.decode(images[0] ?? [], grids);
  ctx.preview({ height, width, channels: 3, pixels: data });
}

import { scoreCodes } from "../../model/generate-image.ts";
import { readGrid } from "../../model/read-grid.ts";
import type { LoadedModel } from "../checkpoint/loaded-model.ts";
import { nodesErrors } from "../errors.ts";
import { holdLogits, holdSequence } from "./hold.ts";
import type { Codes, Logits, Sequence } from "./values.ts";

/**
 * One step of the transformer: reads the grid drawn last, if there is one, and scores the codes of the next (§3.1).
 * Throws NODES_NO_SCALE_LEFT, NODES_SEQUENCE_CODES.
 */
export async function scoreGrid(
  { runner }: LoadedModel,
  before: Sequence,
  codes: Codes | undefined,
): Promise<{ readonly sequence: Sequence; readonly logits: Logits }> {
  const { context, grids, images } = before;
  const scale = codes?.images[0]?.length ?? 0;
  const grid = grids[scale];
  if (grid === undefined) throw nodesErrors.NO_SCALE_LEFT({ scales: grids.length });
  if (codes !== undefined && codes.images.length !== images)
    throw nodesErrors.SEQUENCE_CODES({ want: images, got: codes.images.length });
  const sequence =
    codes === undefined || scale === 0
      ? before
      : holdSequence({
          context: await readGrid(runner, context, { grids, scale, source: scale - 1 }, codes.images),
          grids,
          images,
        });
  const scores = await scoreCodes(runner, sequence.context, scale, grid);
  return { sequence, logits: holdLogits({ scores, grids, scale, images, branches: context.batch / images }) };
}

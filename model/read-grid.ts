/** Feeding drawn codes back: N images, each in one or more sequences of a context. */
import { f32, type HostTensor, i32 } from "../runtime/tensor/index.ts";
import { eoiId, type ModelConfig } from "./config.ts";
import { type Context, extend, releaseContext } from "./context.ts";
import { cellSinusoids, sinusoid, sourcesOf, upsampling } from "./embed.ts";
import { type Runner, releaseValue, type Value } from "./runner.ts";
import type { Grid } from "./schedule.ts";
import { placeGrid, placeTokens } from "./sequence.ts";

/** Rows on 0-based grid `scale` that hold the codes of grid `source`, or of all as far as it (`sourcesOf`). */
interface GridStep {
  readonly grids: readonly Grid[];
  readonly scale: number;
  readonly source: number;
}

/** Reads the rows of one grid; `codes[i]` are the grids of image i so far. Its sequences are those of `context`, by branch. */
export async function readGrid(
  runner: Runner,
  context: Context,
  step: GridStep,
  codes: readonly (readonly Int32Array[])[],
): Promise<Context> {
  const { rows } = await runner.gridRows({
    codes: tile(
      codes.map((grids) => readCodes(runner.config, grids, step.source)),
      context.batch,
    ),
    ...gridInputs(runner.config, step),
  });
  const grid = step.grids[step.scale] as Grid;
  const placed = context.steps.map((at) => placeGrid(at, grid, runner.config.position_range));
  const next = await extend(runner, context, rows as Value, placed);
  releaseValue(rows);
  return next;
}

/**
 * Ends the images that `generateImages` drew, so that text or more images may follow: the last grid's own codes if the
 * model wants them in a context, then `<eoi>`.
 */
export async function closeImages(
  runner: Runner,
  context: Context,
  grids: readonly Grid[],
  codes: readonly (readonly Int32Array[])[],
): Promise<Context> {
  const scale = grids.length - 1;
  const { config } = runner;
  const full = config.context_final_grid
    ? await readGrid(runner, context, { grids, scale, source: scale }, codes)
    : context;
  const ids = i32(new Int32Array(context.batch).fill(eoiId(config)), [context.batch, 1]);
  const { rows } = await runner.tokenRows({ ids });
  const closed = await extend(
    runner,
    full,
    rows as Value,
    full.steps.map((at) => placeTokens(at, 1)),
  );
  releaseValue(rows);
  if (full !== context) releaseContext(full);
  return closed;
}

/** The codes of one image that the program `gridRows` takes for rows of codes as far as grid `last`, one after another. */
export const readCodes = (config: ModelConfig, codes: readonly ArrayLike<number>[], last: number): Int32Array =>
  Int32Array.from(sourcesOf(config, last).flatMap((source) => Array.from(codes[source] ?? [])));

/** What the program `gridRows` takes beside codes. */
export const gridInputs = (config: ModelConfig, { grids, scale, source }: GridStep) => ({
  up: upsampling(
    sourcesOf(config, source).map((k) => grids[k] as Grid),
    grids[scale] as Grid,
  ),
  cells: cellSinusoids(config, grids[scale] as Grid),
  ...scaleInputs(scale, grids.length, config.hidden_size),
});

/** What the program `scaleRow` takes. */
export const scaleInputs = (scale: number, scales: number, width: number) => ({
  scale: i32([scale], [1]),
  count: f32(sinusoid(scales, width), [width]),
});

/** The images' codes, repeated until there is one row per sequence: [batch, cells]. */
function tile(codes: readonly Int32Array[], batch: number): HostTensor {
  const cells = codes[0]?.length ?? 0;
  const data = new Int32Array(batch * cells);
  for (let b = 0; b < batch; b++) data.set(codes[b % codes.length] as Int32Array, b * cells);
  return i32(data, [batch, cells]);
}

/** Reading whole prompts: text, images already drawn, and the `<boi>` of one about to be drawn. */
import { f32, i32 } from "../runtime/tensor/index.ts";
import { boiId, eoiId } from "./config.ts";
import { type Context, emptyContext, extend } from "./context.ts";
import { modelErrors } from "./errors.ts";
import { gridInputs, readCodes, scaleInputs } from "./read-grid.ts";
import { hostOf, type Runner } from "./runner.ts";
import type { Grid } from "./schedule.ts";
import { type Layout, layOut, type Segment, type Span } from "./sequence.ts";

/** A segment with its content: an image brings the codes of each grid, row by row. */
export type FilledSegment =
  | Exclude<Segment, { readonly type: "image" }>
  | (Extract<Segment, { readonly type: "image" }> & { readonly codes: readonly ArrayLike<number>[] });

/**
 * Reads one prompt per sequence, after `context` if there is one. Throws MODEL_CODES when an image's codes do not fit
 * its grids.
 */
export async function prefill(
  runner: Runner,
  sequences: readonly (readonly FilledSegment[])[],
  context: Context = emptyContext(runner.config, sequences.length),
): Promise<Context> {
  const width = runner.config.hidden_size;
  const layouts = sequences.map((segments, b) => layOut(segments, runner.config, context.steps[b]));
  const longest = Math.max(...layouts.map(({ groups }) => groups.length));
  const embeddings = new Float32Array(sequences.length * longest * width);
  for (const [b, layout] of layouts.entries()) {
    const rows = await rowsOf(runner, sequences[b] as readonly FilledSegment[], layout);
    embeddings.set(rows, ((b + 1) * longest - layout.groups.length) * width); // padding comes first
  }
  return extend(runner, context, f32(embeddings, [sequences.length, longest, width]), layouts);
}

/** Input rows of one sequence, [T·D]. */
async function rowsOf(runner: Runner, segments: readonly FilledSegment[], layout: Layout): Promise<Float32Array> {
  const { config } = runner;
  const width = config.hidden_size;
  const out = new Float32Array(layout.groups.length * width);
  const ids = layout.spans.flatMap((span) => tokensOf(span, segments, boiId(config), eoiId(config)));
  const { data } = await hostOf(await runner.tokenRows({ ids: i32(ids, [1, ids.length]) }), "rows");
  let token = 0;
  for (const span of layout.spans) {
    const segment = segments[span.segment] as FilledSegment;
    if (segment.type === "image" && (span.kind === "grid" || span.kind === "final")) {
      const rows = await gridRowsOf(runner, segment.grids, span, segment.codes);
      out.set(rows, span.start * width);
      continue;
    }
    out.set(data.subarray(token * width, (token + span.count) * width), span.start * width);
    token += span.count;
    if (span.kind !== "boi") continue;
    const scales = segment.type === "image" ? segment.grids.length : segment.type === "open" ? segment.scales : 0;
    const extra = (await hostOf(await runner.scaleRow(scaleInputs(0, scales, width)), "row")).data;
    for (let i = 0; i < width; i++)
      out[span.start * width + i] = (out[span.start * width + i] as number) + (extra[i] as number);
  }
  return out;
}

/** Ids of the rows that are tokens. */
function tokensOf({ kind, segment }: Span, segments: readonly FilledSegment[], boi: number, eoi: number) {
  const value = segments[segment];
  if (value?.type === "text") return value.ids;
  return kind === "boi" ? [boi] : kind === "eoi" ? [eoi] : [];
}

async function gridRowsOf(
  runner: Runner,
  grids: readonly Grid[],
  { kind, scale }: Span,
  codes: readonly ArrayLike<number>[],
): Promise<Float32Array> {
  const source = kind === "final" ? scale : scale - 1;
  const [h, w] = grids[source] as Grid;
  const given = codes[source] ?? [];
  if (given.length !== h * w) throw modelErrors.CODES({ scale: source, want: h * w, got: given.length });
  const inputs = gridInputs(runner.config, { grids, scale, source });
  const read = readCodes(runner.config, codes, source);
  const rows = await runner.gridRows({ codes: i32(read, [1, read.length]), ...inputs });
  return Float32Array.from((await hostOf(rows, "rows")).data);
}

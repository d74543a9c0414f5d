import { boiId, type ModelConfig } from "./config.ts";
import { joinRows, layOut, placePadding, type Segment, type Span } from "./sequence.ts";

/**
 * A sequence with its text rows first (padded to L), then its image rows (`<boi>`, grids, `<eoi>`) in order. Attention
 * does not ask how rows lie in memory, so prompt before image and caption after image are one program of fixed shape.
 */
export interface TrainingRows {
  /** [L]; padding is 0. */
  readonly ids: Int32Array;
  /** [L]: the token that follows each text row, a word or `<boi>`; −1 where none follows. */
  readonly targets: Int32Array;
  /** [L]: the segment that the target belongs to, so that a loss may count answers only; −1 where there is none. */
  readonly targetSegments: Int32Array;
  /** [images]: the token that follows each image's `<eoi>`, and the segment it belongs to; −1 where none follows. */
  readonly after: Int32Array;
  readonly afterSegments: Int32Array;
  /** [L + image rows, 3] */
  readonly positions: Float32Array;
  /** [L + image rows] */
  readonly groups: Int32Array;
}

/**
 * Arranges a sequence for training, or returns undefined when its text does not fit `textRows`. The image rows are
 * those of `sequenceRows` over the image segments alone.
 */
export function trainingRows(
  segments: readonly Segment[],
  config: ModelConfig,
  textRows: number,
): TrainingRows | undefined {
  const layout = layOut(segments, config);
  const textSpans = layout.spans.filter(({ kind }) => kind === "text");
  const words = textSpans.reduce((n, { count }) => n + count, 0);
  if (words > textRows) return undefined;
  const cut = ({ start, count }: Span) => ({
    positions: layout.positions.subarray(3 * start, 3 * (start + count)),
    groups: layout.groups.subarray(start, start + count),
  });
  const others = layout.spans.filter(({ kind }) => kind !== "text");
  const padding = placePadding(textRows - words);
  const following = (span: Span) => follower(segments, layout.spans[layout.spans.indexOf(span) + 1], config);
  const ends = others.filter(({ kind }) => kind === "eoi").map(following);
  const out = {
    ids: new Int32Array(textRows),
    targets: new Int32Array(textRows).fill(-1),
    targetSegments: new Int32Array(textRows).fill(-1),
    after: Int32Array.from(ends, ({ id }) => id),
    afterSegments: Int32Array.from(ends, ({ segment }) => segment),
    ...joinRows([...textSpans.map(cut), padding, ...others.map(cut)]),
  };
  let row = 0;
  for (const span of textSpans) {
    const ids = idsOf(segments, span);
    const { id, segment } = following(span);
    out.ids.set(ids, row);
    out.targets.set([...ids.slice(1), id], row);
    out.targetSegments.fill(span.segment, row, row + ids.length - 1);
    out.targetSegments[row + ids.length - 1] = segment;
    row += ids.length;
  }
  return out;
}

/** The token that a span begins with, a word or `<boi>`. */
function follower(segments: readonly Segment[], span: Span | undefined, config: ModelConfig) {
  if (!span) return { id: -1, segment: -1 };
  const opens = span.kind === "boi" || span.kind === "gap";
  return { id: opens ? boiId(config) : (idsOf(segments, span)[0] ?? -1), segment: span.segment };
}

function idsOf(segments: readonly Segment[], { segment }: Span): readonly number[] {
  const value = segments[segment];
  return value?.type === "text" ? value.ids : [];
}

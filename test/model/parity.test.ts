import { describe, expect, test } from "vitest";
import { sequenceRows } from "../../model/embed.ts";
import { modelParameters } from "../../model/parameters.ts";
import { dense, guidanceRamp, mixBranches, topAlternatives } from "../../model/sample.ts";
import { layOut } from "../../model/sequence.ts";
import { forward, logits, textLogits, visionLogits } from "../../model/transformer.ts";
import { quantize } from "../../model/vision/quantize.ts";
import { checkWeights, weightOf } from "../../model/weights.ts";
import { concat, constant, f32, i32, scalar, type Tensor } from "../../runtime/tensor/index.ts";
import { type Fixture, fixtures } from "./fixture.ts";
import { constants, evaluate, largestDifference } from "./run.ts";

/** The reference computes in float32 too; sums in another order differ by this much at most. */
const TOLERANCE = 1e-4;

describe.each(fixtures())("$name", (fixture) => {
  const { config, expected, segments } = fixture;
  const weights = constants(fixture.weights);

  test("the checkpoint holds exactly the declared weights", () => {
    checkWeights(modelParameters(config), fixture.weights);
  });

  test("positions and groups", () => {
    const { positions, groups } = layOut(segments, config);
    expect(largestDifference(f32(positions, [groups.length, 3]), expected("positions"))).toBeLessThan(TOLERANCE);
    expect([...groups]).toEqual([...expected("groups").data]);
  });

  test("embeddings", async () => {
    const { rows } = await evaluate({ rows: embedded(fixture) });
    expect(largestDifference(rows, expected("embeddings"))).toBeLessThan(TOLERANCE);
  });

  test("logits of one teacher-forced pass", async () => {
    const { positions, groups } = layOut(segments, config);
    const rows = {
      embeddings: embedded(fixture),
      positions: constant(f32(positions, [1, groups.length, 3])),
      groups: constant(i32(groups, [1, groups.length])),
    };
    const { hidden } = forward(config, weights, rows);
    const halves = concat([textLogits(config, hidden, weights), visionLogits(config, hidden, weights)], -1);
    const got = await evaluate({ whole: logits(hidden, weights), halves });
    expect(largestDifference(got.whole, expected("logits"))).toBeLessThan(TOLERANCE);
    expect(largestDifference(got.halves, expected("logits"))).toBeLessThan(TOLERANCE);
  });

  test("sampling probabilities", async () => {
    const { guidance, scale, scales, top_k, top_p } = fixture.sampling;
    const branches = ["conditional", "unconditional"].map((name) => constant(expected(`sample.${name}`)).unsqueeze(0));
    const mix = constant(f32([...guidanceRamp(guidance, scale, scales)], [2, 1, 1]));
    const guided = mixBranches(concat(branches, 0), mix);
    const kept = topAlternatives(guided, { topK: top_k, topP: scalar(top_p), temperature: scalar(1) });
    const { probabilities } = await evaluate({ probabilities: dense(kept, config.codebook_size) });
    expect(largestDifference(probabilities, expected("sample.probabilities"))).toBeLessThan(TOLERANCE);
  });

  test("quantiser codes and sum", async () => {
    const features = constant(expected("quantize.features")).transpose([0, 2, 3, 1]);
    const codebook = {
      semantic: weightOf(weights, "vision.codebook.semantic.weight"),
      pixel: weightOf(weights, "vision.codebook.pixel.weight"),
    };
    const grids = fixture.grids[0] ?? [];
    const { codes, sum } = quantize(features, codebook, grids, { normalize: config.normalize_codes });
    const named = Object.fromEntries(codes.map((value, s) => [`codes.${s}`, value]));
    const got = await evaluate({ ...named, sum: sum.transpose([0, 3, 1, 2]) });
    for (const name of Object.keys(named))
      expect([...((got as Record<string, typeof got.sum>)[name]?.data ?? [])]).toEqual([
        ...expected(`quantize.${name}`).data,
      ]);
    expect(largestDifference(got.sum, expected("quantize.sum"))).toBeLessThan(TOLERANCE);
  });
});

/** Input rows [1, T, D] of the fixture's sequence. */
function embedded({ config, weights, segments, expected }: Fixture): Tensor {
  const flat = (name: string) => {
    const { data, shape } = expected(name);
    return constant(i32(Int32Array.from(data), [1, shape.reduce((n, d) => n * d, 1)]));
  };
  const [texts, codes]: [Record<number, Tensor>, Record<number, readonly Tensor[]>] = [{}, {}];
  const seen = { text: 0, image: 0 };
  for (const [i, segment] of segments.entries()) {
    if (segment.type === "text") texts[i] = flat(`text.${seen.text++}`);
    if (segment.type === "image") codes[i] = segment.grids.map((_, s) => flat(`image.${seen.image}.codes.${s}`));
    if (segment.type === "image") seen.image++;
  }
  return sequenceRows(config, constants(weights), segments, { texts, codes });
}

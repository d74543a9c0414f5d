import { expect, test } from "vitest";
import { createCodec } from "../../../model/vision/codec.ts";
import { encodePixels } from "../../../model/vision/network.ts";
import { codebookOf, quantize } from "../../../model/vision/quantize.ts";
import { constant, f32, type HostTensor, mapNamed, randomKey, uniforms } from "../../../runtime/tensor/index.ts";
import { drawScenes, toPixels } from "../../../training/tokenizer/batch.ts";
import { type Correction, cellCount, encodeProgram, keepAsShown } from "../../../training/transformer/codes.ts";
import { renderScene } from "../../../training/world/render.ts";
import { evaluate } from "../../model/run.ts";
import { micro, microVision } from "../micro.ts";
import { backend } from "../toy-trainer.ts";

const BATCH = 3;
const grids = micro.grids["5:3"];
const cells = cellCount(grids);
const vision = microVision(2);
const pictures = drawScenes(BATCH, "5:3", "seen", 1, "codes").map((scene) => renderScene(scene, micro.sprites));
const pixels = toPixels(pictures);

async function encode(
  correction: Correction,
  shown = [false, false, false],
): Promise<Record<"inputs" | "targets", HostTensor>> {
  const program = encodeProgram(vision, micro.config, grids, pixels.shape, correction);
  const executable = await backend.compile(program, { bind: vision });
  const drawn = keepAsShown(uniforms(randomKey(1, "correction"), 2 * BATCH * cells), grids, shown);
  const out = await executable.run({ pixels, uniforms: f32(drawn, [2, BATCH * cells]) });
  const [inputs, targets] = await Promise.all([out.inputs?.read(), out.targets?.read()]);
  await executable.release();
  return { inputs, targets } as Record<"inputs" | "targets", HostTensor>;
}

/** [B, N] → per grid the codes of all pictures [B·n]. */
const ofGrid = ({ data }: HostTensor, scale: number): number[] => {
  const start = cellCount(grids.slice(0, scale));
  const end = start + cellCount([grids[scale] as (typeof grids)[number]]);
  return Array.from({ length: BATCH }, (_, b) => [...data.slice(b * cells + start, b * cells + end)]).flat();
};

/** What is left for each cell [B·n, C] when the grids before took `inputs`. */
async function residuals(inputs: HostTensor) {
  const weights = mapNamed(vision, (value) => constant(value));
  const { targets } = quantize(encodePixels(constant(pixels), weights, micro.config), codebookOf(weights), grids, {
    normalize: false,
    choose: (_, scale) => constant({ dtype: "i32", ...flat(ofGrid(inputs, scale)) }),
  });
  return evaluate(Object.fromEntries(targets.map((x, k) => [`${k}`, x])));
}
const flat = (ids: readonly number[]) => ({ shape: [ids.length], data: Int32Array.from(ids) });

/** Squared distances of a point to all codes. */
function distances(point: ArrayLike<number>): number[] {
  const halves = ["semantic", "pixel"].map((half) => vision[`vision.codebook.${half}.weight`] as HostTensor);
  return Array.from({ length: micro.config.codebook_size }, (_, code) => {
    const vector = halves.flatMap(({ data, shape: [, w = 0] }) => [...data.slice(code * w, (code + 1) * w)]);
    return vector.reduce((sum, v, i) => sum + (v - (point[i] as number)) ** 2, 0);
  });
}

test("without correction, inputs and targets are the codes that the codec gives", async () => {
  const { inputs, targets } = await encode({ share: 0, topK: 4, temperature: 0.25 });
  expect(inputs).toEqual(targets);
  const codec = createCodec(micro.config, vision, 16, backend.compile);
  for (const [b, picture] of pictures.entries()) {
    const codes = (await codec.encode(picture, grids)).flatMap((ids) => [...ids]);
    expect([...inputs.data.slice(b * cells, (b + 1) * cells)]).toEqual(codes);
  }
  await codec.release();
});

test("with correction everywhere, inputs are among the nearest four to what they leave, and targets the nearest", async () => {
  const { inputs, targets } = await encode({ share: 1, topK: 4, temperature: 4 });
  const left = await residuals(inputs);
  let others = 0;
  for (const k of grids.keys()) {
    const [taken, wanted] = [ofGrid(inputs, k), ofGrid(targets, k)];
    const points = left[`${k}`] as HostTensor;
    const width = points.shape[1] as number;
    for (const [i, code] of taken.entries()) {
      const all = distances([...points.data.slice(i * width, (i + 1) * width)]);
      const sorted = all.toSorted((a, b) => a - b);
      expect(all[wanted[i] as number]).toBeCloseTo(sorted[0] as number, 4);
      expect(all[code] as number).toBeLessThan((sorted[3] as number) + 1e-4);
      others += Number(code !== wanted[i]);
    }
  }
  expect(others).toBeGreaterThan((BATCH * cells) / 4);
});

test("about the given share of cells is drawn, the same at every call", async () => {
  const correction = { share: 0.3, topK: 16, temperature: 1e6 };
  const [first, again] = [await encode(correction), await encode(correction)];
  expect(again).toEqual(first);
  const off = [...first.inputs.data].filter((code, i) => code !== first.targets.data[i]).length;
  expect(Math.abs(off / (BATCH * cells) - 0.3 * (15 / 16))).toBeLessThan(0.12);
});

test("a picture that is only shown keeps its codes, the others are drawn as before", async () => {
  const everywhere = { share: 1, topK: 4, temperature: 10 };
  const [exact, drawn, kept] = [
    await encode({ ...everywhere, share: 0 }),
    await encode(everywhere),
    await encode(everywhere, [false, true, false]),
  ];
  const picture = ({ data }: HostTensor, i: number) => [...data.slice(i * cells, (i + 1) * cells)];
  expect(picture(kept.inputs, 1)).toEqual(picture(exact.inputs, 1));
  expect(picture(drawn.inputs, 1)).not.toEqual(picture(exact.inputs, 1));
  for (const i of [0, 2]) expect(picture(kept.inputs, i)).toEqual(picture(drawn.inputs, i));
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Picture } from "../../model/vision/codec.ts";
import { loadCheckpoint } from "../../nodes/checkpoint/load.ts";
import type { LoadedModel } from "../../nodes/checkpoint/loaded-model.ts";
import { cellsToDraw } from "../../nodes/painting/cells-to-draw.ts";
import { chooseCanvas } from "../../nodes/painting/choose-canvas.ts";
import { decodeCodes } from "../../nodes/painting/decode-codes.ts";
import { encodePictures } from "../../nodes/painting/encode-pictures.ts";
import { inpaint } from "../../nodes/painting/inpaint.ts";
import type { Codes } from "../../nodes/painting/values.ts";
import type { Mask } from "../../nodes/pictures/mask.ts";
import { workFolder } from "./work-folder.ts";

/** A mask of 8×8 that is open where `isOpen` says. */
const mask = (isOpen: (x: number, y: number) => boolean, side = 8): Mask => ({
  height: side,
  width: side,
  data: Uint8Array.from({ length: side * side }, (_, i) => (isOpen(i % side, Math.floor(i / side)) ? 255 : 0)),
});

describe("cellsToDraw", () => {
  const grids = [
    [1, 1],
    [2, 2],
    [4, 4],
  ] as const;
  const open = (isOpen: (x: number, y: number) => boolean) =>
    cellsToDraw(mask(isOpen), grids).map((cells) => cells.map(Number).join(""));

  test("nothing is open without a mask, and all with a whole one", () => {
    expect(open(() => false)).toEqual(["0", "0000", "0000000000000000"]);
    expect(open(() => true)).toEqual(["1", "1111", "1111111111111111"]);
  });

  test("one pixel opens its finest cell and no coarse one", () => {
    expect(open((x, y) => x === 5 && y === 0)).toEqual(["0", "0000", "0010000000000000"]);
  });

  test("a coarse cell opens when half of it is masked", () => {
    expect(open((x) => x >= 4)).toEqual(["1", "0101", "0011001100110011"]);
    expect(open((x) => x >= 5)).toEqual(["0", "0101", "0011001100110011"]);
  });

  test("grids that are not square, and a mask of another size than its cells", () => {
    expect(
      cellsToDraw(
        mask((x) => x < 3, 6),
        [
          [1, 2],
          [2, 3],
        ],
      ),
    ).toEqual([
      [true, false],
      [true, true, false, true, true, false],
    ]);
  });
});

describe("inpaint", () => {
  const work = workFolder();
  let model: LoadedModel;
  let picture: Picture;
  let known: Codes;
  let kept: Uint8Array;
  beforeAll(async () => {
    model = await loadCheckpoint(work.checkpoint);
    const { height, width } = chooseCanvas(model, "1:1");
    picture = { height, width, data: Uint8Array.from({ length: 3 * height * width }, (_, i) => (i * 7919) % 251) };
    known = await encodePictures(model, [picture]);
    kept = (await decodeCodes(model, known))[0]?.data ?? new Uint8Array();
  });
  afterAll(() => model.release());

  const half = () => mask((x) => x >= picture.width / 2, picture.width);

  test("outside the mask the pixels are those of the tokenizer's reconstruction", async () => {
    const { picture: painted } = await inpaint(model, { picture, mask: half(), prompt: "a cat", seed: 1 });
    const { width } = picture;
    const outside = (data: Uint8Array) => data.filter((_, i) => Math.floor(i / 3) % width < width / 2);
    expect(outside(painted.data)).toEqual(outside(kept));
    expect(painted.data).not.toEqual(kept);
  });

  test("known codes are kept at every scale, and the model reads them", async () => {
    const soFar: number[] = [];
    const onCodes = ({ images }: Codes) => void soFar.push(images[0]?.length ?? 0);
    const { codes } = await inpaint(model, { picture, mask: half(), prompt: "a cat", seed: 1, onCodes });
    const open = cellsToDraw(half(), codes.grids);
    for (const [scale, grid] of (codes.images[0] ?? []).entries()) {
      for (const [cell, code] of grid.entries())
        if (!open[scale]?.[cell]) expect(code).toBe(known.images[0]?.[scale]?.[cell]);
    }
    expect(soFar).toEqual(codes.grids.map((_, i) => i + 1));
  });

  test("without anything masked the picture is the reconstruction", async () => {
    const none = mask(() => false, picture.width);
    const { picture: painted } = await inpaint(model, { picture, mask: none, prompt: "a cat", seed: 1 });
    expect(painted.data).toEqual(kept);
  });

  test("a mask of another size is refused", async () => {
    const painted = inpaint(model, { picture, mask: mask(() => true, 3), prompt: "", seed: 0 });
    await expect(painted).rejects.toMatchObject({ code: "NODES_SIZES_DIFFER" });
  });
});

import type { Picture } from "../../model/vision/codec.ts";
import type { LoadedModel } from "../checkpoint/loaded-model.ts";
import type { Codes } from "./values.ts";

/** The pictures that codes stand for, one after the other. */
export async function decodeCodes(
  { codec }: LoadedModel,
  { grids, images }: Codes,
  signal?: AbortSignal,
): Promise<readonly Picture[]> {
  const pictures: Picture[] = [];
  for (const codes of images) {
    signal?.throwIfAborted();
    pictures.push(await codec.decode(codes, grids));
  }
  return pictures;
}

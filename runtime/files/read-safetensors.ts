import { readBytes, readRange } from "./read.ts";
import { parseSafetensors, type StoredTensor } from "./safetensors.ts";
import { headerLength, parseLayout, type SafetensorsLayout } from "./safetensors-layout.ts";

/** Reads all tensors of a file, at most 2 GiB. Throws FILE_* and SAFETENSORS_* errors. */
export async function readSafetensors(path: string): Promise<Map<string, StoredTensor>> {
  return parseSafetensors(await readBytes(path), path);
}

/**
 * Reads only where the tensors of a file of any size lie; an engine can then map the data by path, offset and length.
 * Throws FILE_* and SAFETENSORS_* errors.
 */
export async function readSafetensorsLayout(path: string): Promise<SafetensorsLayout> {
  const { bytes: start, fileSize } = await readRange(path, 0, 8);
  const length = headerLength(start, fileSize, path);
  const { bytes } = await readRange(path, 8, length);
  return parseLayout(bytes, fileSize - 8 - length, path);
}

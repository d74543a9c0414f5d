import type { Picture } from "../../model/vision/codec.ts";

/** Changes pictures one after another; stops between two when the run is stopped. */
export async function eachPicture(
  pictures: readonly Picture[],
  signal: AbortSignal,
  change: (picture: Picture) => Picture | Promise<Picture>,
): Promise<readonly Picture[]> {
  const changed: Picture[] = [];
  for (const picture of pictures) {
    signal.throwIfAborted();
    changed.push(await change(picture));
  }
  return changed;
}

import { isMp4, readMp4 } from "../../runtime/files/metadata/mp4.ts";
import { isWebp, readWebp } from "../../runtime/files/metadata/webp.ts";
import { readPngText } from "./png-text.ts";

/** The graph that a picture or film carries, as text: what an editor saved before what was run. Null for none. */
export async function carriedGraph(bytes: Uint8Array): Promise<string | null> {
  const texts = await textsIn(bytes).catch(() => null);
  return texts?.get("workflow") ?? texts?.get("prompt") ?? null;
}

async function textsIn(bytes: Uint8Array): Promise<ReadonlyMap<string, string> | null> {
  if (isWebp(bytes)) return readWebp(bytes);
  if (isMp4(bytes)) return readMp4(bytes);
  return readPngText(bytes);
}

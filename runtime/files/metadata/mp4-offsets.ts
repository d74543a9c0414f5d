import { metadataErrors } from "../errors.ts";
import { joined, readerOf, word } from "./bytes.ts";
import { box, boxesIn } from "./mp4-boxes.ts";

/** The boxes on the way from a track to its chunks. */
const HOLDERS: ReadonlySet<string> = new Set(["trak", "mdia", "minf", "stbl"]);
const LARGEST = 2 ** 32 - 1;

/** What lies at byte `from` or behind moves by `by` bytes. */
interface Move {
  readonly from: number;
  readonly by: number;
}

/** A part of `moov` whose tables of chunks (`stco`, `co64`) point to where the chunks are after the move. */
export function moveChunks(bytes: Uint8Array, move: Move): Uint8Array {
  const [part] = boxesIn(bytes);
  if (part === undefined || move.by === 0) return bytes;
  if (part.name === "stco" || part.name === "co64") return table(part.name, part.data, move);
  if (!HOLDERS.has(part.name)) return bytes;
  const inner = boxesIn(part.data).map(({ from, length }) => moveChunks(part.data.subarray(from, from + length), move));
  return box(part.name, ...inner);
}

function table(name: "stco" | "co64", data: Uint8Array, move: Move): Uint8Array {
  const file = readerOf(data, "MP4");
  const count = file.u32(4);
  const width = name === "stco" ? 4 : 8;
  file.slice(8, count * width);
  const offsets = Array.from({ length: count }, (_, i) => {
    const at = 8 + i * width;
    const offset = name === "stco" ? file.u32(at) : file.u32(at) * 2 ** 32 + file.u32(at + 4);
    const moved = offset >= move.from ? offset + move.by : offset;
    if (name === "co64") return joined(word(Math.floor(moved / 2 ** 32)), word(moved % 2 ** 32));
    if (moved > LARGEST) throw metadataErrors.DAMAGED({ container: "MP4", problem: "its parts lie beyond 4 GiB" });
    return word(moved);
  });
  return box(name, data.subarray(0, 8), ...offsets);
}

import sharp from "sharp";

interface Picture {
  readonly height: number;
  readonly width: number;
  /** RGB bytes. */
  readonly data: Uint8Array;
}

const GAP = 4;

/** A contact sheet as PNG: pictures row by row in cells of the largest picture's size, shown `zoom` times as large. */
export async function contactSheet(pictures: readonly Picture[], columns: number, zoom = 2): Promise<Uint8Array> {
  const cell = Math.max(...pictures.map((p) => Math.max(p.width, p.height))) + GAP;
  const rows = Math.ceil(pictures.length / columns);
  const composed = sharp({
    create: { width: columns * cell, height: rows * cell, channels: 3, background: { r: 120, g: 120, b: 120 } },
  }).composite(
    pictures.map(({ data, width, height }, i) => ({
      input: Buffer.from(data),
      raw: { width, height, channels: 3 as const },
      left: (i % columns) * cell,
      top: Math.floor(i / columns) * cell,
    })),
  );
  const flat = await composed.png().toBuffer();
  return sharp(flat)
    .resize(columns * cell * zoom, rows * cell * zoom, { kernel: "nearest" })
    .png()
    .toBuffer();
}

import { FONT, type Look } from "./look.ts";
import { wrapText } from "./text.ts";

type Context = CanvasRenderingContext2D;

/** Something that can be drawn, and how large it is in pixels. */
export interface Picture {
  readonly source: CanvasImageSource;
  readonly width: number;
  readonly height: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Below this side pictures are drawn pixel for pixel, so that small ones stay crisp. */
const SMALL = 160;

/** Draws pictures side by side in a box; the answer says where each lies. */
export function drawPictures(context: Context, pictures: readonly Picture[], box: Box, look: Look): readonly Box[] {
  context.fillStyle = look.pictureBack;
  context.beginPath();
  context.roundRect(box.x, box.y, box.width, box.height, 7);
  context.fill();
  const cells = cellsOf(pictures.length, box);
  return pictures.map((picture, i) => {
    const cell = cells[i] ?? box;
    const scale = Math.min(cell.width / picture.width, cell.height / picture.height);
    const [width, height] = [picture.width * scale, picture.height * scale];
    const place = { x: cell.x + (cell.width - width) / 2, y: cell.y + (cell.height - height) / 2, width, height };
    context.save();
    context.beginPath();
    context.roundRect(place.x, place.y, width, height, 6);
    context.clip();
    context.imageSmoothingEnabled = Math.max(picture.width, picture.height) > SMALL;
    context.imageSmoothingQuality = "high";
    context.drawImage(picture.source, place.x, place.y, width, height);
    context.restore();
    return place;
  });
}

/** Boxes of equal size for some pictures, near to a square of them. */
export function cellsOf(count: number, { x, y, width, height }: Box): readonly Box[] {
  if (count <= 1) return [{ x: x + 4, y: y + 4, width: width - 8, height: height - 8 }];
  const columns = Math.ceil(Math.sqrt((count * width) / Math.max(1, height)));
  const rows = Math.ceil(count / columns);
  const [cellWidth, cellHeight] = [(width - 4) / columns, (height - 4) / rows];
  return Array.from({ length: count }, (_, i) => ({
    x: x + 4 + (i % columns) * cellWidth,
    y: y + 4 + Math.floor(i / columns) * cellHeight,
    width: cellWidth - 4,
    height: cellHeight - 4,
  }));
}

/** Words that a node made, below its widgets. */
export function drawWords(context: Context, text: string, { x, y, width, height }: Box, look: Look): void {
  context.fillStyle = look.pictureBack;
  context.beginPath();
  context.roundRect(x, y, width, height, 7);
  context.fill();
  context.font = `13px ${FONT}`;
  context.fillStyle = look.text;
  context.textAlign = "left";
  context.textBaseline = "middle";
  wrapText(context, text, width - 20, Math.max(1, Math.floor((height - 12) / 18))).forEach((line, i) => {
    context.fillText(line, x + 10, y + 16 + i * 18);
  });
}

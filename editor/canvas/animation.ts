import type { Picture } from "./draw/pictures.ts";

/** An animated picture that goes on for as long as somebody looks at it. */
export interface Animation {
  readonly picture: Picture;
  /** To be called whenever it is drawn; what is drawn no more rests at its frame. */
  readonly wake: () => void;
}

/** Milliseconds that a frame is shown when its file does not say, and at least. */
const USUAL = 100;
const LEAST = 20;

/** Opens an animated WebP or GIF; null when it does not move, or when the browser cannot take it apart. */
export async function openAnimation(url: string, onFrame: () => void): Promise<Animation | null> {
  if (!("ImageDecoder" in globalThis)) return null;
  const { body, headers, ok } = await fetch(url);
  const type = headers.get("content-type") ?? "";
  if (!ok || body === null || !(await ImageDecoder.isTypeSupported(type))) return null;
  const decoder = new ImageDecoder({ data: body, type });
  await decoder.completed;
  const count = decoder.tracks.selectedTrack?.frameCount ?? 1;
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  if (count < 2 || context === null) {
    decoder.close();
    return null;
  }
  let [next, isSeen, isResting] = [0, true, false];
  const show = async (): Promise<void> => {
    const { image } = await decoder.decode({ frameIndex: next });
    if (next === 0) Object.assign(canvas, { width: image.displayWidth, height: image.displayHeight });
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0);
    const stays = Math.max(LEAST, image.duration === null ? USUAL : image.duration / 1000);
    image.close();
    next = (next + 1) % count;
    isSeen = false;
    onFrame();
    setTimeout(() => {
      if (isSeen) void show();
      else isResting = true;
    }, stays);
  };
  await show();
  return {
    picture: { source: canvas, width: canvas.width, height: canvas.height },
    wake: () => {
      isSeen = true;
      if (!isResting) return;
      isResting = false;
      void show();
    },
  };
}

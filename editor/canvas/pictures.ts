import { isFilm, mayMove } from "../core/film.ts";
import type { NodeRun } from "../core/run-state.ts";
import type { WireFile } from "../protocol/message.ts";
import { openAnimation } from "./animation.ts";
import type { Picture } from "./draw/pictures.ts";

export interface PictureCache {
  /** The pictures of a node that can be drawn now: new ones take the place of old ones when all are loaded. */
  readonly of: (node: string, run: NodeRun) => readonly Picture[];
  readonly clear: () => void;
}

/** Loads what nodes show; `onLoaded` is the moment to draw again. */
export function createPictureCache(viewUrl: (file: WireFile) => string, onLoaded: () => void): PictureCache {
  const files = new Map<string, Picture | null>();
  const wakers = new Map<string, () => void>();
  const previews = new WeakMap<Blob, Picture | null>();
  const shown = new Map<string, readonly Picture[]>();

  const load = (url: string): void => {
    const image = new Image();
    image.onload = () => {
      files.set(url, { source: image, width: image.naturalWidth || 1, height: image.naturalHeight || 1 });
      onLoaded();
    };
    image.src = url;
  };
  const animate = async (url: string): Promise<void> => {
    const animation = await openAnimation(url, onLoaded).catch(() => null);
    if (animation === null) return load(url);
    files.set(url, animation.picture);
    wakers.set(url, animation.wake);
    onLoaded();
  };
  const file = (wanted: WireFile): Picture | null => {
    const url = viewUrl(wanted);
    wakers.get(url)?.();
    const known = files.get(url);
    if (known !== undefined) return known;
    files.set(url, null);
    if (isFilm(wanted.filename)) playFilm(url, (film) => files.set(url, film), onLoaded);
    else if (mayMove(wanted.filename)) void animate(url);
    else load(url);
    return null;
  };
  const preview = (blob: Blob): Picture | null => {
    const known = previews.get(blob);
    if (known !== undefined) return known;
    previews.set(blob, null);
    createImageBitmap(blob).then(
      (bitmap) => {
        previews.set(blob, { source: bitmap, width: bitmap.width, height: bitmap.height });
        onLoaded();
      },
      () => onLoaded(),
    );
    return null;
  };

  return {
    of: (node, run) => {
      const wanted = run.preview !== null ? [preview(run.preview)] : [...run.images, ...run.videos].map(file);
      if (wanted.length === 0) {
        shown.delete(node);
        return [];
      }
      const loaded = wanted.flatMap((each) => each ?? []);
      if (loaded.length === wanted.length) shown.set(node, loaded);
      return shown.get(node) ?? [];
    },
    clear: () => shown.clear(),
  };
}

/** A film plays without end; each of its frames is a reason to draw again. */
function playFilm(url: string, ready: (film: Picture) => void, onFrame: () => void): void {
  const video = document.createElement("video");
  Object.assign(video, { muted: true, loop: true, playsInline: true, src: url });
  const frame = (): void => {
    onFrame();
    video.requestVideoFrameCallback(frame);
  };
  video.addEventListener("loadeddata", () => {
    ready({ source: video, width: video.videoWidth || 1, height: video.videoHeight || 1 });
    void video.play().catch(() => undefined);
    frame();
  });
}

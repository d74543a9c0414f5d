import { isFilm } from "../core/film.ts";
import { el } from "./el.ts";

/** Larger than this, in pixels, a picture is drawn smoothly; below, pixel for pixel. */
const SMALL = 160;

/** A picture or film by its name; films play without sound and without end. */
export function media(
  url: string,
  { name, alt, className = "" }: { readonly name: string; readonly alt: string; readonly className?: string },
): HTMLImageElement | HTMLVideoElement {
  if (isFilm(name)) {
    const video = el("video", {
      class: className,
      attributes: { src: url, "aria-label": alt || undefined, loop: true, autoplay: true, playsinline: true },
    });
    video.muted = true;
    video.addEventListener("loadeddata", () => markSmall(video, video.videoWidth, video.videoHeight));
    return video;
  }
  const image = el("img", { class: className, attributes: { src: url, alt, loading: "lazy" } });
  image.addEventListener("load", () => markSmall(image, image.naturalWidth, image.naturalHeight));
  return image;
}

function markSmall(element: HTMLElement, width: number, height: number): void {
  element.classList.toggle("is-small", Math.max(width, height) <= SMALL);
}

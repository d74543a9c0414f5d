import { encodeGif, encodeWebp } from "./animate.ts";
import type { Film } from "./film.ts";
import { encodeMp4 } from "./mp4.ts";

export const FORMATS = ["webp", "gif", "mp4"] as const;
export type FilmFormat = (typeof FORMATS)[number];

const encoders: { readonly [F in FilmFormat]: (film: Film, signal: AbortSignal) => Promise<Uint8Array> } = {
  webp: encodeWebp,
  gif: encodeGif,
  mp4: encodeMp4,
};

/** The bytes of a film's file; equal films give equal bytes. */
export function encodeFilm(film: Film, format: FilmFormat, signal: AbortSignal): Promise<Uint8Array> {
  return encoders[format](film, signal);
}

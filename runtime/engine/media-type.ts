const BY_ENDING: Readonly<Record<string, string>> = {
  avif: "image/avif",
  flac: "audio/flac",
  gif: "image/gif",
  glb: "model/gltf-binary",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  json: "application/json",
  md: "text/markdown",
  mp3: "audio/mpeg",
  mp4: "video/mp4",
  ogg: "audio/ogg",
  png: "image/png",
  svg: "image/svg+xml",
  tiff: "image/tiff",
  txt: "text/plain",
  wav: "audio/wav",
  webm: "video/webm",
  webp: "image/webp",
};

/** The media type that a file name promises. */
export function mediaTypeOf(name: string): string {
  const ending = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
  return BY_ENDING[ending] ?? "application/octet-stream";
}

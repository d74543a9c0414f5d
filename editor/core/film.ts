/** True for the name of a film that browsers play as one. */
export function isFilm(name: string): boolean {
  return /\.(mp4|webm)$/i.test(name);
}

/** True for the name of a picture that may move. */
export function mayMove(name: string): boolean {
  return /\.(webp|gif|apng)$/i.test(name);
}

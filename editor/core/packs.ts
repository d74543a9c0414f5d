/** The namespace that names the pack of a node's type, "blur" of "blur/soften"; null for a type that has none. */
export function packOf(type: string): string | null {
  return /^([a-z0-9][a-z0-9-]*)\/[^/]+$/.exec(type)?.[1] ?? null;
}

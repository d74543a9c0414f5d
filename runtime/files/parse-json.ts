/** JSON, or undefined when it is none: for schemas, which refuse that by themselves. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

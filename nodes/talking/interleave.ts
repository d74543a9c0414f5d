import { nodesErrors } from "../errors.ts";
import type { ImageCodes, Part } from "./conversation.ts";
import { image, text } from "./turns.ts";

/**
 * A text with the images of a slot where it names the slot: `{a} becomes {b}`; `{{` and `}}` stand for braces.
 * Throws NODES_NO_SUCH_PICTURE, NODES_BRACES.
 */
export function interleave(
  template: string,
  images: Readonly<Record<string, readonly ImageCodes[] | undefined>>,
): readonly Part[] {
  const parts: Part[] = [];
  let words = "";
  const flush = () => {
    if (words !== "") parts.push(text(words));
    words = "";
  };
  for (const [piece, slot] of template.matchAll(/\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+/g)) {
    if (piece === "{" || piece === "}") throw nodesErrors.BRACES({ text: template });
    if (slot === undefined) {
      words += piece === "{{" || piece === "}}" ? piece.slice(1) : piece;
      continue;
    }
    const shown = images[slot.trim()];
    if (shown === undefined) {
      const known = Object.keys(images).filter((name) => images[name] !== undefined);
      throw nodesErrors.NO_SUCH_PICTURE({ slot: slot.trim(), known });
    }
    flush();
    parts.push(...shown.map(image));
  }
  flush();
  return parts;
}

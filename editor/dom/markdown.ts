import { type Block, readMarkdown, type Span } from "../core/markdown.ts";
import { el } from "./el.ts";

/** A note as elements: made one by one, so that nothing in it is ever read as HTML. */
export function markdown(text: string): HTMLElement {
  return el("div", { class: "markdown" }, ...readMarkdown(text).map(blockElement));
}

function blockElement(block: Block): HTMLElement {
  switch (block.kind) {
    case "rule":
      return el("hr");
    case "code":
      return el("pre", { text: block.text, attributes: { tabindex: 0 } });
    case "heading":
      return el("p", { class: `markdown-heading is-${block.level}` }, ...block.spans.map(spanElement));
    case "item": {
      const item = el("p", { class: "markdown-item" }, `${block.marker} `, ...block.spans.map(spanElement));
      item.style.marginLeft = `${block.depth * 16}px`;
      return item;
    }
    case "quote":
      return el("blockquote", {}, ...block.spans.map(spanElement));
    case "paragraph":
      return el("p", {}, ...block.spans.map(spanElement));
  }
}

function spanElement({ text, isBold, isItalic, isCode, link }: Span): HTMLElement {
  const inner = isCode ? el("code", { text }) : el("span", { text });
  const slanted = isItalic ? el("em", {}, inner) : inner;
  const strong = isBold ? el("strong", {}, slanted) : slanted;
  return link === null
    ? strong
    : el("a", { attributes: { href: link, target: "_blank", rel: "noopener noreferrer" } }, strong);
}

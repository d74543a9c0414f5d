/** Words of one look. */
export interface Span {
  readonly text: string;
  readonly isBold: boolean;
  readonly isItalic: boolean;
  readonly isCode: boolean;
  /** Where a press leads, an address of the web; null for words that are no link. */
  readonly link: string | null;
}

export type Block =
  | { readonly kind: "heading"; readonly level: 1 | 2 | 3; readonly spans: readonly Span[] }
  | { readonly kind: "paragraph" | "quote"; readonly spans: readonly Span[] }
  | { readonly kind: "item"; readonly marker: string; readonly depth: number; readonly spans: readonly Span[] }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "rule" };

const FENCE = /^```/;
const HEADING = /^(#{1,6})\s+(.+)$/;
const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;
const QUOTE = /^>\s?(.*)$/;
const RULE = /^\s*([-*_])(\s*\1){2,}\s*$/;
const INLINE = /`([^`]+)`|\*\*(.+?)\*\*|__(.+?)__|\*([^\s*][^*]*)\*|\b_([^_]+)_\b|\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)/;

/**
 * Reads the part of Markdown that notes need: headings, paragraphs, lists, quotes, code, lines, and in them bold, italic,
 * code and links to the web. What is anything else, HTML too, is text as it stands.
 */
export function readMarkdown(text: string): readonly Block[] {
  const blocks: Block[] = [];
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  let paragraph: string[] = [];
  const flush = (): void => {
    if (paragraph.length > 0) blocks.push({ kind: "paragraph", spans: spansOf(paragraph.join(" ")) });
    paragraph = [];
  };
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (FENCE.test(line)) {
      const end = lines.findIndex((each, i) => i > at && FENCE.test(each));
      const last = end < 0 ? lines.length : end;
      flush();
      blocks.push({ kind: "code", text: lines.slice(at + 1, last).join("\n") });
      at = last;
      continue;
    }
    const block = line.trim() === "" ? null : blockOf(line);
    if (line.trim() !== "" && block === null) paragraph.push(line.trim());
    else flush();
    if (block !== null) blocks.push(block);
  }
  flush();
  return blocks;
}

/** What a line by itself is; null for one of a paragraph. */
function blockOf(line: string): Block | null {
  if (RULE.test(line)) return { kind: "rule" };
  const heading = HEADING.exec(line);
  if (heading !== null) {
    const level = Math.min(3, heading[1]?.length ?? 1) as 1 | 2 | 3;
    return { kind: "heading", level, spans: spansOf(heading[2] ?? "") };
  }
  const item = ITEM.exec(line);
  if (item !== null) {
    const [, indent = "", sign = "-", rest = ""] = item;
    const marker = /\d/.test(sign) ? sign : "•";
    return { kind: "item", marker, depth: Math.min(4, Math.floor(indent.length / 2)), spans: spansOf(rest) };
  }
  const quote = QUOTE.exec(line);
  return quote === null ? null : { kind: "quote", spans: spansOf(quote[1] ?? "") };
}

const plain = { isBold: false, isItalic: false, isCode: false, link: null } as const;

function spansOf(text: string, look: Omit<Span, "text"> = plain): readonly Span[] {
  const found = INLINE.exec(text);
  if (found === null) return text === "" ? [] : [{ ...look, text }];
  const [whole, code, bold, alsoBold, italic, alsoItalic, words, link] = found;
  const before = text.slice(0, found.index);
  const after = text.slice(found.index + whole.length);
  const strong = bold ?? alsoBold;
  const slanted = italic ?? alsoItalic;
  const inner =
    code !== undefined
      ? [{ ...look, text: code, isCode: true }]
      : strong !== undefined
        ? spansOf(strong, { ...look, isBold: true })
        : slanted !== undefined
          ? spansOf(slanted, { ...look, isItalic: true })
          : spansOf(words ?? "", { ...look, link: link ?? null });
  return [...(before === "" ? [] : [{ ...look, text: before }]), ...inner, ...spansOf(after, look)];
}

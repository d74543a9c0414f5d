/** Words as a person reads them: in one line, and without a last character of which bytes are still to come. */
export const plainWords = (text: string): string =>
  text
    .replace(/\p{Cc}+/gu, " ")
    .replace(/\uFFFD+\s*$/, "")
    .trim();

/**
 * GPT-2's byte alphabet, in vocabulary order: the printable bytes stand for themselves, then every other byte, rising,
 * for the characters from U+0100 on. Its 256 characters are the first tokens of a byte-level vocabulary.
 */
export const BYTE_ALPHABET: readonly string[] = alphabet().map(({ character }) => character);

/** The byte characters of a text's UTF-8 form; a lone surrogate becomes U+FFFD. */
export function toByteCharacters(text: string): string {
  let out = "";
  for (const byte of new TextEncoder().encode(text)) out += CHARACTER_OF_BYTE[byte];
  return out;
}

const CHARACTER_OF_BYTE: readonly string[] = alphabet()
  .sort((a, b) => a.byte - b.byte)
  .map(({ character }) => character);

function alphabet(): { byte: number; character: string }[] {
  const bytes = Array.from({ length: 256 }, (_, byte) => byte);
  const shifted = bytes.filter((byte) => !isPrintable(byte));
  return [
    ...bytes.filter(isPrintable).map((byte) => ({ byte, character: String.fromCharCode(byte) })),
    ...shifted.map((byte, i) => ({ byte, character: String.fromCharCode(256 + i) })),
  ];
}

function isPrintable(byte: number): boolean {
  return (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
}

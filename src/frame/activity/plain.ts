/** Text that strangers wrote, made harmless to read: what cannot be seen is written out. */

/**
 * Characters that nobody sees and that change what is seen: controls, embeddings and overrides of
 * direction, zero-width spaces, and tags. What scripts and emoji need to join letters stays, and so do
 * line breaks and tabs.
 */
const unseen =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u00AD\u200B\u2028-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB]|[\u{E0000}-\u{E007F}]/gu;

/** Writes unseen characters out, as `‹U+202E›`. */
export const visible = (text: string): string =>
  text.replaceAll('\r\n', '\n').replace(unseen, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\u2039U+${code.toString(16).toUpperCase().padStart(4, '0')}\u203A`;
  });

const pieceChars = 10_000;
const longestWord = 200;

/** A long text in pieces that browsers lay out one by one, broken where there is a space. */
export function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let rest = 0;
  while (text.length - rest > pieceChars) {
    const end = rest + pieceChars;
    const line = text.lastIndexOf('\n', end);
    const space = text.lastIndexOf(' ', end);
    const cut = line > end - pieceChars / 2 ? line : space > end - longestWord ? space : end;
    // Not within a character of two units.
    const isInPair = /[\uD800-\uDBFF]/.test(text.charAt(cut - 1));
    const next = isInPair ? cut - 1 : cut;
    pieces.push(text.slice(rest, next));
    // The line ends with the piece.
    rest = text.charAt(next) === '\n' ? next + 1 : next;
  }
  pieces.push(text.slice(rest));
  return pieces;
}

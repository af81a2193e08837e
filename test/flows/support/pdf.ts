/** Reads the words in a PDF that Chromium has printed. */
import { inflateSync } from 'node:zlib';

export interface PrintedText {
  readonly pages: number;
  /** Words of all pages and of what is drawn inside them, without the spaces between. */
  readonly text: string;
}

/** @throws {Error} if the file is not built the way Chromium builds them */
export function readPdf(file: Buffer): PrintedText {
  const objects = new Map<string, string>();
  for (const [, id, body] of file.toString('latin1').matchAll(/(\d+) 0 obj\s([^]*?)endobj/g)) {
    if (id !== undefined && body !== undefined) objects.set(id, body);
  }
  const fonts = new Map<string, ReadonlyMap<number, string>>();
  for (const [id, body] of objects) {
    const unicode = /\/ToUnicode (\d+) 0 R/.exec(body)?.[1];
    if (unicode !== undefined) fonts.set(id, lettersOf(streamOf(objects.get(unicode) ?? '')));
  }
  if (fonts.size === 0) throw new Error('The PDF has no fonts with letters.');

  let text = '';
  let pages = 0;
  for (const body of objects.values()) {
    const isPage = /\/Type\s*\/Page\b/.test(body);
    if (!isPage && !/\/Subtype\s*\/Form\b/.test(body)) continue;
    if (isPage) pages += 1;
    const content = isPage ? (objects.get(/\/Contents (\d+)/.exec(body)?.[1] ?? '') ?? '') : body;
    const named = new Map(
      Array.from(body.matchAll(/\/(F\d+) (\d+) 0 R/g), ([, name, id]) => [
        name ?? '',
        fonts.get(id ?? ''),
      ]),
    );
    text += wordsOf(streamOf(content), named);
  }
  return { pages, text };
}

function wordsOf(
  content: string,
  fonts: ReadonlyMap<string, ReadonlyMap<number, string> | undefined>,
): string {
  let text = '';
  let font: ReadonlyMap<number, string> | undefined;
  for (const [, name, glyphs] of content.matchAll(/\/(F\d+) [\d.]+ Tf|<([0-9A-F]+)>/g)) {
    if (name !== undefined) font = fonts.get(name);
    for (const glyph of glyphs?.match(/.{4}/g) ?? []) {
      text += font?.get(Number.parseInt(glyph, 16)) ?? '';
    }
  }
  return text.replaceAll(/\s/g, '');
}

function streamOf(body: string): string {
  const found = /stream\r?\n([^]*?)\r?\nendstream/.exec(body);
  if (found?.[1] === undefined) return '';
  const isPacked = body.slice(0, found.index).includes('/FlateDecode');
  return isPacked ? inflateSync(Buffer.from(found[1], 'latin1')).toString('latin1') : found[1];
}

/** Which letters a font's glyphs stand for. */
function lettersOf(table: string): ReadonlyMap<number, string> {
  const letters = new Map<number, string>();
  const number = (hex: string | undefined): number => Number.parseInt(hex ?? '', 16);
  const decoded = (hex: string | undefined): string =>
    String.fromCharCode(...(hex?.match(/.{4}/g) ?? []).map(number));
  for (const [, block = ''] of table.matchAll(/beginbfchar([^]*?)endbfchar/g)) {
    for (const [, glyph, unicode] of block.matchAll(/<(\w+)> <(\w+)>/g)) {
      letters.set(number(glyph), decoded(unicode));
    }
  }
  for (const [, block = ''] of table.matchAll(/beginbfrange([^]*?)endbfrange/g)) {
    for (const [, first, last, unicode] of block.matchAll(/<(\w+)> <(\w+)> <(\w+)>/g)) {
      for (let glyph = number(first); glyph <= number(last); glyph += 1) {
        letters.set(glyph, String.fromCharCode(number(unicode) + glyph - number(first)));
      }
    }
  }
  return letters;
}

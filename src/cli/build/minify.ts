/** Takes white space out of the skeletons, which every frame document carries inline. */

/** CSS without comments and needless white space; strings and selectors keep their meaning. */
export function minifyCss(css: string): string {
  return mapOutsideStrings(css.replace(/\/\*[^]*?\*\//g, ''), (text) =>
    text
      .replace(/\s+/g, ' ')
      .replace(/ ?([{};,]) ?/g, '$1')
      .replace(/;}/g, '}')
      // Only after a declaration's colon: in front of one a space is a descendant combinator.
      .replace(/([{;][\w-]+): /g, '$1:'),
  ).trim();
}

/** HTML without comments and without white space between tags; text keeps single spaces. */
export function minifyHtml(html: string): string {
  return html
    .replace(/<!--[^]*?-->/g, '')
    .replace(/\s+/g, ' ')
    .replace(/> </g, '><')
    .trim();
}

function mapOutsideStrings(css: string, change: (text: string) => string): string {
  return css
    .split(/("[^"]*"|'[^']*')/)
    .map((part, index) => (index % 2 === 1 ? part : change(part)))
    .join('');
}

/**
 * The text body of LinkedIn's `in.js` tag: lines such as `api_key: abc`. Nobody specified it, pages
 * were written by trial; so quotes, spacing, line ends, separators and comments are as they come.
 * The other line, `extensions: HcmWidget@…`, says where LinkedIn's own script gets what we are.
 */

/** The customer's application id, or undefined if the text names none. */
export function apiKeyIn(text: string): string | undefined {
  // A comment starts a line or follows a space: addresses hold `//`, too.
  const code = text.replace(/\/\*[^]*?\*\/|<!--[^]*?-->|(^|\s)\/\/.*/g, '\n');
  return /\bapi_key["']?\s*:[^\S\r\n]*["']?[^\S\r\n]*([\w.-]+)/i.exec(code)?.[1];
}

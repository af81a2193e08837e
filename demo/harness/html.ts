/** HTML made on the server: every value in a template is escaped unless it is `Html` already. */

/** Markup that may be written out as it is; only `html` and `json` make it. */
export class Html {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

type Value = Html | string | number | false | null | undefined | readonly Value[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for an element's content or for a quoted attribute. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? character);

/** Tagged template: values are escaped, `Html` and lists of it are not, `false` and `null` vanish. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  let text = parts[0] ?? '';
  values.forEach((value, index) => {
    text += write(value) + (parts[index + 1] ?? '');
  });
  return new Html(text);
}

/** Data for a `<script type="application/json">`: no character that could end the element. */
export const json = (data: unknown): Html =>
  new Html(JSON.stringify(data).replace(/[<>&\u2028\u2029]/g, unicodeEscape));

/** Attributes as they go into a tag; a false or missing value leaves the attribute out. */
export function attributes(entries: Readonly<Record<string, string | boolean | undefined>>): Html {
  let text = '';
  for (const [name, value] of Object.entries(entries)) {
    if (value === undefined || value === false) continue;
    text += value === true ? ` ${name}` : ` ${name}="${escapeHtml(value)}"`;
  }
  return new Html(text);
}

const unicodeEscape = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

function write(value: Value): string {
  if (value === undefined || value === null || value === false) return '';
  if (value instanceof Html) return value.toString();
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  return value.map(write).join('');
}

/** HTML made on the server: every value in a template is escaped unless it is `Html` already. */
import { html as template, raw } from 'hono/html';

/** Markup that may be written out as it is; only `html`, `json`, `attributes` and `raw` make it. */
export type Html = ReturnType<typeof raw>;

export { raw };

/** Tagged template: values are escaped, `Html` and lists of it are not, `false` and `null` vanish. */
export const html = (parts: TemplateStringsArray, ...values: readonly unknown[]): Html =>
  // A promise only if one of the values were one.
  template(parts, ...values) as Html;

/** Data for a `<script type="application/json">`: no character that could end the element. */
export const json = (data: unknown): Html =>
  raw(JSON.stringify(data).replace(/[<>&\u2028\u2029]/g, unicodeEscape));

/** Attributes as they go into a tag; a false or missing value leaves the attribute out. */
export const attributes = (
  entries: Readonly<Record<string, string | boolean | undefined>>,
): Html => {
  const present = Object.entries(entries).filter(
    ([, value]) => value !== undefined && value !== false,
  );
  return html`${present.map(([name, value]) =>
    value === true ? html` ${raw(name)}` : html` ${raw(name)}="${value}"`,
  )}`;
};

const unicodeEscape = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

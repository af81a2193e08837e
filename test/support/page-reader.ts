/**
 * Reads a page as somebody would who has no scripts: by its words, links and forms. It knows the
 * markup our templates write, not HTML at large.
 */

const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
};
const decode = (text: string): string =>
  text.replaceAll(/&(?:lt|gt|quot|#39|amp);/g, (entity) => entities[entity] ?? entity);

const blocks = /<\/?(?:li|p|div|d[tdl]|h\d|label|section|form)\b[^>]*>/g;

/** Words of markup, as they are read out. */
const wordsOf = (html: string): string =>
  decode(html.replaceAll(blocks, ' ').replaceAll(/<[^>]*>/g, ''))
    .replaceAll(/\s+/g, ' ')
    .trim();

const attribute = (tag: string, name: string): string | null => {
  const found = new RegExp(`\\s${name}(?:="([^"]*)")?(?=[\\s/>])`).exec(tag);
  return found === null ? null : decode(found[1] ?? '');
};

export interface FormReading {
  readonly action: string;
  readonly method: string;
  /** What would be sent if nothing was changed. */
  readonly fields: URLSearchParams;
}

export class PageReader {
  readonly url: URL;
  readonly status: number;
  readonly html: string;

  constructor(url: URL, status: number, html: string) {
    this.url = url;
    this.status = status;
    this.html = html;
  }

  /** All words of the page. */
  get text(): string {
    return wordsOf(this.html.replace(/<head>.*?<\/head>/s, ''));
  }

  get title(): string {
    return wordsOf(/<title>(.*?)<\/title\s*>/s.exec(this.html)?.[1] ?? '');
  }

  get heading(): string {
    return wordsOf(/<h1[^>]*>(.*?)<\/h1\s*>/s.exec(this.html)?.[1] ?? '');
  }

  /** What an alert says. */
  get alert(): string {
    return wordsOf(/role="alert"[^>]*>(.*?)<\/p\s*>/s.exec(this.html)?.[1] ?? '');
  }

  /** What has just happened. */
  get notice(): string {
    return wordsOf(
      /<p class="message good" role="status">(.*?)<\/p\s*>/s.exec(this.html)?.[1] ?? '',
    );
  }

  /** Words of the section whose heading has an id, with sections inside it. */
  section(headingId: string): string {
    const start = this.html.indexOf(`aria-labelledby="${headingId}"`);
    if (start < 0) return '';
    let depth = 1;
    for (const { 0: tag, index } of this.html.slice(start).matchAll(/<(\/?)section\b/g)) {
      depth += tag.startsWith('</') ? -1 : 1;
      if (depth === 0) return wordsOf(`<${this.html.slice(start, start + index)}`);
    }
    return wordsOf(`<${this.html.slice(start)}`);
  }

  /** Address of the first link with a name, or null. */
  link(name: string | RegExp): string | null {
    for (const [, tag = '', inner = ''] of this.html.matchAll(/(<a\s[^>]*>)(.*?)<\/a\s*>/gs)) {
      if (matches(wordsOf(inner), name)) return attribute(tag, 'href');
    }
    return null;
  }

  /** The form a button is in, as it would be sent by the button; or null. */
  form(button: string | RegExp): FormReading | null {
    for (const [, tag = '', inner = ''] of this.html.matchAll(
      /(<form\s[^>]*>)(.*?)<\/form\s*>/gs,
    )) {
      for (const [, buttonTag = '', label = ''] of inner.matchAll(
        /(<button[^>]*>)(.*?)<\/button\s*>/gs,
      )) {
        if (!matches(wordsOf(label), button)) continue;
        const fields = fieldsOf(inner);
        const name = attribute(buttonTag, 'name');
        if (name !== null) fields.append(name, attribute(buttonTag, 'value') ?? '');
        return {
          action: attribute(tag, 'action') ?? '',
          method: attribute(tag, 'method') ?? 'get',
          fields,
        };
      }
    }
    return null;
  }

  /** Values a group of radio buttons offers. */
  choices(name: string): string[] {
    return [...this.html.matchAll(/<input\s[^>]*>/gs)].flatMap(([tag]) =>
      attribute(tag, 'type') === 'radio' && attribute(tag, 'name') === name
        ? [attribute(tag, 'value') ?? '']
        : [],
    );
  }
}

const matches = (words: string, wanted: string | RegExp): boolean =>
  typeof wanted === 'string' ? words === wanted : wanted.test(words);

function fieldsOf(inner: string): URLSearchParams {
  const fields = new URLSearchParams();
  for (const [tag] of inner.matchAll(/<input\s[^>]*>/gs)) {
    const name = attribute(tag, 'name');
    const isChoice = ['radio', 'checkbox'].includes(attribute(tag, 'type') ?? '');
    if (name === null || (isChoice && attribute(tag, 'checked') === null)) continue;
    fields.append(name, attribute(tag, 'value') ?? '');
  }
  for (const [, tag = '', value = ''] of inner.matchAll(/(<textarea\s[^>]*>)(.*?)<\/textarea/gs)) {
    const name = attribute(tag, 'name');
    if (name !== null) fields.append(name, decode(value.replace(/^\n/, '')));
  }
  return fields;
}

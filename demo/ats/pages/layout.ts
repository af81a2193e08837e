/** The frame around every page of the ATS, and small pieces that several pages share. */
import { html } from 'hono/html';
import type { Session } from '../sessions.ts';

export type Markup = ReturnType<typeof html>;

export const product = 'Fieldbook';
export const company = 'Kestrel Instruments';

export interface PageParts {
  readonly title: string;
  readonly nonce: string;
  readonly session: Session | null;
  /** Path and query of this page, to come back to after a change of settings. */
  readonly path: string;
  /** Tags in the head after the style sheet. */
  readonly head?: Markup | undefined;
  readonly body: Markup;
  readonly kind: PageKind;
}

/** Kinds of pages, as style sheets know them, with the sheets each has beyond those of all pages. */
const styles = {
  plain: 'pages',
  markup: 'pages',
  list: 'list',
  candidate: 'candidate',
  positions: 'positions',
  sync: 'integrations sync',
  integrations: 'integrations',
} as const;
export type PageKind = keyof typeof styles;

/** A whole document. */
export function page(parts: PageParts): Markup {
  const { title, session, head, body, kind } = parts;
  const { appearance, direction } = session?.settings ?? { appearance: 'auto', direction: 'ltr' };
  return html`<!doctype html>
    <html lang="en" dir="${direction}" data-appearance="${appearance}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="${appearance === 'auto' ? 'light dark' : appearance}" />
        <title>${title} · ${product}</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        ${['base', 'parts', ...styles[kind].split(' ')].map(
          (name) => html`<link rel="stylesheet" href="/assets/${name}.css" />`,
        )}
        ${head}
      </head>
      <body data-page="${kind}">
        <a class="skip" href="#main">Skip to content</a>
        ${session === null ? '' : bar(session, parts.path)}
        <main id="main" tabindex="-1">${body}</main>
      </body>
    </html>`;
}

const bar = (session: Session, path: string): Markup => html`
  <header class="bar">
    <a class="brand" href="/candidates">${mark()}<span>${product}</span></a>
    <span class="tenant">${company}</span>
    <nav aria-label="Main">
      ${navLink('/candidates', 'Candidates', path)} ${navLink('/positions', 'Positions', path)}
      ${session.account.role === 'recruiter' ? navLink('/exports', 'Exports', path) : ''}
      ${
        session.account.role === 'administrator'
          ? navLink('/integrations', 'Integrations', path)
          : ''
      }
    </nav>
    ${accountMenu(session, path)}
  </header>
`;

const navLink = (href: string, name: string, path: string): Markup =>
  html`<a href="${href}" ${path.startsWith(href) ? html`aria-current="page"` : ''}>${name}</a>`;

const accountMenu = ({ account, settings }: Session, path: string): Markup => html`
  <details class="account">
    <summary>
      ${avatar(account.name, account.id)}
      <span class="account-name">${account.name}</span>
    </summary>
    <div class="menu">
      <p><strong>${account.name}</strong><br /><span class="quiet">${account.title}</span></p>
      <form method="post" action="/settings">
        <input type="hidden" name="next" value="${path}" />
        <label for="appearance">Appearance</label>
        <select id="appearance" name="appearance">
          ${options(settings.appearance, [
            ['auto', 'Like the system'],
            ['light', 'Light'],
            ['dark', 'Dark'],
          ])}
        </select>
        <label for="direction">Reading direction</label>
        <select id="direction" name="direction">
          ${options(settings.direction, [
            ['ltr', 'Left to right'],
            ['rtl', 'Right to left'],
          ])}
        </select>
        <button class="button small">Apply</button>
      </form>
      <form method="post" action="/sign-out">
        <button class="button small quiet-button">Sign out</button>
      </form>
    </div>
  </details>
`;

/** Choices of a `<select>`. */
export const options = (
  chosen: string,
  choices: readonly (readonly [value: string, label: string])[],
): readonly Markup[] =>
  choices.map(
    ([value, label]) =>
      html`<option value="${value}" ${value === chosen ? html`selected` : ''}>${label}</option>`,
  );

/** A person's initials on one of six tints. The name stands beside it, so it is decoration. */
export function avatar(name: string, id: string, size: 'small' | 'large' = 'small'): Markup {
  const { initials, tint } = sign(name, id);
  return html`<span class="avatar ${size} tint-${tint}" aria-hidden="true">${initials}</span>`;
}

/** What an avatar is made of. */
export function sign(name: string, id: string): { initials: string; tint: number } {
  const words = name.split(/\s+/).filter(Boolean);
  const initials = [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => (word === undefined ? '' : Array.from(word)[0]))
    .join('')
    .toUpperCase();
  const tint = Array.from(id).reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 6;
  return { initials, tint };
}

/** The product's sign: an open book. */
export const mark = (): Markup => html`
  <svg class="mark" viewBox="0 0 24 24" aria-hidden="true">
    <path d="M3 5.5c3-1 6-.8 9 1 3-1.8 6-2 9-1v13c-3-1-6-.8-9 1-3-1.8-6-2-9-1z" />
    <path d="M12 6.5v13" />
  </svg>
`;

const dayFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });

/** A day, for people and for machines. */
export function day(atMs: number): Markup {
  const date = new Date(atMs);
  return html`<time dir="auto" datetime="${date.toISOString().slice(0, 10)}"
    >${dayFormat.format(date)}</time
  >`;
}

/** A short page with nothing but a message. */
export const messageBody = (heading: string, text: string, link?: Markup): Markup => html`
  <div class="message">
    <h1>${heading}</h1>
    <p>${text}</p>
    ${link === undefined ? '' : html`<p>${link}</p>`}
  </div>
`;

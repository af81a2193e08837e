/** What all pages of the sandbox share: document, headers, escaping. */
import { html, raw } from 'hono/html';

export type Html = ReturnType<typeof html>;

export interface PageOptions {
  readonly title: string;
  readonly body: Html;
  /** Names of scripts below `/assets/`. */
  readonly scripts?: readonly string[];
  /** Class of the document: `plugin` (in a frame, as tall as its content) or `page`. */
  readonly kind: 'plugin' | 'page';
  /** Colour scheme of the page around; without one the browser's preference counts. */
  readonly scheme?: 'light' | 'dark' | undefined;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Origins that scripts of our frames post to are known per request; the rest of the policy is not. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
].join('; ');

/** Renders a document with the headers each one has. */
export async function page(options: PageOptions): Promise<Response> {
  const { title, body, kind, scheme = 'auto', scripts = [], status = 200, headers = {} } = options;
  const text = await html`<!doctype html>
    <html lang="en" class="${kind}" data-scheme="${scheme}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="stylesheet" href="/assets/sandbox.css" />
        ${scripts.map((name) => html`<script src="/assets/${name}" defer></script>`)}
      </head>
      <body>
        ${body}
      </body>
    </html>`;
  const framing = kind === 'plugin' ? '' : "; frame-ancestors 'none'";
  const submits = kind === 'plugin' ? "; form-action 'none'" : "; form-action 'self'";
  return new Response(text.toString(), {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `${policy}${submits}${framing}`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      // So that the frames work inside cross-origin-isolated pages.
      'cross-origin-embedder-policy': 'credentialless',
      'cross-origin-resource-policy': 'cross-origin',
      ...headers,
    },
  });
}

const icons = {
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm0 2c-4.4 0-8 2.2-8 5v1h16v-1c0-2.8-3.6-5-8-5Z',
  seat: 'M7 4h10v8H7zM5 13h14v3H5zM6 17h2v3H6zm10 0h2v3h-2z',
  lock: 'M7 10V8a5 5 0 0 1 10 0v2h1v10H6V10h1Zm2 0h6V8a3 3 0 0 0-6 0v2Z',
  search:
    'M10 4a6 6 0 1 0 3.5 10.9l4.8 4.8 1.4-1.4-4.8-4.8A6 6 0 0 0 10 4Zm0 2a4 4 0 1 1 0 8 4 4 0 0 1 0-8Z',
  warning: 'M12 3 2 20h20L12 3Zm-1 6h2v6h-2V9Zm0 7h2v2h-2v-2Z',
  place:
    'M12 2a7 7 0 0 0-7 7c0 5 7 13 7 13s7-8 7-13a7 7 0 0 0-7-7Zm0 9.5a2.5 2.5 0 1 1 0-5 2.5 2.5 0 0 1 0 5Z',
} as const;

/** A decorative icon. */
export const icon = (name: keyof typeof icons): Html =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d="${raw(icons[name])}"></path>
  </svg>`;

/** A panel that says what is the case and what to do. */
export const panel = (
  symbol: keyof typeof icons,
  heading: string,
  text: string,
  actions: Html | '' = '',
): Html =>
  html`<section class="panel">
    ${icon(symbol)}
    <h1 tabindex="-1">${heading}</h1>
    <p>${text}</p>
    ${actions}
  </section>`;

/** What all pages of the sandbox share: document, headers, escaping. */
import { html, raw } from 'hono/html';

export type Html = ReturnType<typeof html>;

export interface PageOptions {
  readonly title: string;
  readonly body: Html;
  /** Names of scripts below `/assets/`. */
  readonly scripts?: readonly string[];
  /** Names of style sheets below `/assets/`, beside the one of all pages. */
  readonly styleSheets?: readonly string[];
  /**
   * Class of the document: `plugin` (in a frame, as tall as its content), `page` (a single card), or
   * `app` (Recruiter, which has the whole window).
   */
  readonly kind: 'plugin' | 'page' | 'app';
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
  const { title, body, kind, scheme = 'auto', status = 200, headers = {} } = options;
  const { scripts = [], styleSheets = [] } = options;
  const text = await html`<!doctype html>
    <html lang="en" class="${kind}" data-scheme="${scheme}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="stylesheet" href="/assets/sandbox.css" />
        ${styleSheets.map((name) => html`<link rel="stylesheet" href="/assets/${name}" />`)}
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
  check: 'm9.5 16.2-4-4L4 13.7l5.5 5.5L20.5 8.2 19 6.7z',
  export: 'M5 4h8v2H7v12h10v-5h2v7H5V4Zm10 0h5v5h-2V7.4l-6.3 6.3-1.4-1.4L16.6 6H15V4Z',
  mail: 'M3 5h18v14H3V5Zm2 2v.3l7 4.7 7-4.7V7H5Zm14 2.7-7 4.7-7-4.7V17h14V9.7Z',
  note: 'M5 3h14v12l-6 6H5V3Zm2 2v14h5v-5h5V5H7Z',
  job: 'M9 4h6v3h6v13H3V7h6V4Zm2 2v1h2V6h-2ZM5 9v9h14V9H5Z',
  ats: 'M4 4h16v16H4V4Zm2 2v4h12V6H6Zm0 6v6h5v-6H6Zm7 0v6h5v-6h-5Z',
  flask:
    'M9 3h6v2h-1v4.5l5 8.5c.6 1.2-.2 3-1.7 3H6.7C5.2 21 4.4 19.2 5 18l5-8.5V5H9V3Zm3 7-2.3 4h4.6L12 10Z',
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

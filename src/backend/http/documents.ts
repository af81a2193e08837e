/** The HTML documents of frames. They hold a first paint and no data of anybody's. */
import type { DocumentAssets } from '../../protocol/manifest.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Makes any text safe inside text or a quoted attribute. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? '');

export interface DocumentParts {
  readonly title: string;
  /** Name of the `meta` element that carries `boot`. */
  readonly bootName: 'rsc-boot' | 'rsc-plugin';
  readonly boot: unknown;
  readonly assets: DocumentAssets;
}

/** Renders a document: boot data, inline style, modules, first paint. */
export function renderDocument({ title, bootName, boot, assets }: DocumentParts): string {
  const { script, imports, css, html } = assets;
  const preloads = imports.map((path) => `<link rel="modulepreload" href="/rsc/${path}">`).join('');
  return (
    '<!doctype html><html lang="en"><head><meta charset="utf-8">' +
    `<title>${escapeHtml(title)}</title>` +
    '<meta name="viewport" content="width=device-width, initial-scale=1">' +
    `<meta name="${bootName}" content="${escapeHtml(JSON.stringify(boot))}">` +
    `<style>${css}</style>${preloads}` +
    `<script type="module" src="/rsc/${script}"></script>` +
    `</head><body>${html}</body></html>`
  );
}

const encoder = new TextEncoder();

/** The source expression under which a CSP admits an inline style, without quotes. */
export async function styleHash(css: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(css)));
  return `sha256-${btoa(String.fromCharCode(...digest))}`;
}

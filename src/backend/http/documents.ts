/** The HTML documents of frames. They hold a first paint and no data of anybody's. */
import { html, raw } from 'hono/html';
import type { DocumentAssets } from '../../protocol/manifest.ts';

export interface DocumentParts {
  readonly title: string;
  /** Name of the `meta` element that carries `boot`. */
  readonly bootName: 'rsc-boot' | 'rsc-plugin';
  readonly boot: unknown;
  readonly assets: DocumentAssets;
}

/** Renders a document: boot data, inline style, modules, first paint. */
export async function renderDocument(parts: DocumentParts): Promise<string> {
  const { title, bootName, boot, assets } = parts;
  const preload = (path: string) => html`<link rel="modulepreload" href="/rsc/${path}" />`;
  const text = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="${bootName}" content="${JSON.stringify(boot)}" />
        ${raw(`<style>${assets.css}</style>`)} ${assets.imports.map(preload)}
        <script type="module" src="/rsc/${assets.script}"></script>
      </head>
      <body>
        ${raw(assets.html)}
      </body>
    </html>`;
  return text.toString();
}

const encoder = new TextEncoder();

/** The source expression under which a CSP admits an inline style, without quotes. */
export async function styleHash(css: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(css)));
  return `sha256-${btoa(String.fromCharCode(...digest))}`;
}

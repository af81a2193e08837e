/** Makes the page that `rsc-error` and console warnings link to, from `docs/errors.md`. */
import { readFileSync } from 'node:fs';
import { html, raw } from 'hono/html';
import { Marked } from 'marked';

/** A heading's anchor is the heading itself: `### ctx-expired`, or words with hyphens between. */
const anchorOf = (heading: string): string => heading.toLowerCase().replace(/[^a-z0-9]+/g, '-');

/**
 * Renders a Markdown file as a document that needs nothing but `errors.css`.
 * @param source path of the file
 */
export async function renderErrorsPage(source: string): Promise<string> {
  const markdown = new Marked({
    renderer: {
      heading({ tokens, depth, text }) {
        const level = `h${String(depth)}`;
        return `<${level} id="${anchorOf(text)}">${this.parser.parseInline(tokens)}</${level}>\n`;
      },
    },
  });
  const text = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Errors of RSC Embed</title>
        <link rel="stylesheet" href="errors.css" />
      </head>
      <body>
        <main>${raw(await markdown.parse(readFileSync(source, 'utf8')))}</main>
      </body>
    </html>`;
  return text.toString();
}

/** Its style sheet. */
export const errorsPageStyles = `
:root { color-scheme: light dark; font: 16px/1.55 system-ui, sans-serif; }
body { margin: 0; color: light-dark(#1c2127, #e6e9ed); background: light-dark(#fff, #181b1f); }
main { max-width: 44rem; margin: 0 auto; padding: 2rem 1rem 40vh; overflow-wrap: anywhere; }
h1 { font-size: 1.75rem; line-height: 1.25; }
h2 { font-size: 1.3rem; margin-block: 3rem .5rem; }
h3 { font-size: 1.05rem; margin-block: 2.25rem .25rem; scroll-margin-top: 1rem; }
h3:target { outline: 2px solid light-dark(#0b5cab, #7ab8f5); outline-offset: 6px; border-radius: 4px; }
h3 + p { color: light-dark(#56606b, #a3adb8); font-size: .9rem; margin-top: 0; }
code { font: .92em/1.4 ui-monospace, Menlo, Consolas, monospace; background: light-dark(#f0f2f5, #24282e); border-radius: 4px; padding: .1em .3em; }
pre { overflow-x: auto; padding: .75rem; background: light-dark(#f0f2f5, #24282e); border-radius: 6px; }
pre code { background: none; padding: 0; }
a { color: light-dark(#0b5cab, #7ab8f5); }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { text-align: start; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid light-dark(#dfe3e8, #31363d); }
`;

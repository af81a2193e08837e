/** The harness's own pages: the workbench, the list of fixtures, and what is not there. */
import { elementIds, elements, snippet, type ElementSpec } from './elements.ts';
import { fixtureGroups } from './fixtures/index.ts';
import { html, json, type Html } from './html.ts';
import type { HarnessOptions } from './options.ts';
import { createNonce, pageResponse, workbenchPolicy } from './policy.ts';
import { candidateOf, jobOf, scriptData } from './preview.ts';
import {
  appearances,
  defaultSelection,
  directions,
  locales,
  widths,
  type PreviewSelection,
} from './selection.ts';
import { customerOf, hasState, states, type StateSpec } from './states.ts';

/** What the workbench's script is started with; see `client/workbench.ts`. */
export interface WorkbenchData {
  readonly elements: readonly {
    readonly id: string;
    readonly label: string;
    readonly widget: ElementSpec['widget'];
    readonly previewHeightPx: number;
  }[];
  readonly states: readonly {
    readonly id: string;
    readonly label: string;
    readonly cause: string;
    readonly expected: StateSpec['expected'];
    readonly offline: boolean;
  }[];
  readonly choices: Readonly<Record<'appearance' | 'dir' | 'locale' | 'width', readonly string[]>>;
  readonly initial: PreviewSelection;
  /** Embed code by element and state. */
  readonly snippets: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export function workbenchPage(options: HarnessOptions): Response {
  const nonce = createNonce();
  const page = shell({
    title: 'Preview',
    current: '/',
    head: html` <script type="application/json" id="data">
        ${json(workbenchData(options))}
      </script>
      <script type="importmap" nonce="${nonce}">
        ${json({ imports: importMap })}
      </script>
      <script type="module" src="/client/workbench.js"></script>`,
    body: html` <main id="workbench" tabindex="-1">
      <noscript
        ><p class="notice">The previews are put together by a script; please allow it.</p></noscript
      >
    </main>`,
  });
  return pageResponse(page, workbenchPolicy(nonce));
}

const importMap = {
  lit: '/vendor/lit-html/lit-html.js',
  'lit/directives/repeat.js': '/vendor/lit-html/directives/repeat.js',
};

function workbenchData(options: HarnessOptions): WorkbenchData {
  return {
    elements: elementIds.map((id) => ({ id, ...elements[id] })),
    states: states.map(({ id, label, cause, expected, offline = false }) => ({
      id,
      label,
      cause,
      expected,
      offline,
    })),
    choices: { appearance: appearances, dir: directions, locale: locales, width: widths },
    initial: defaultSelection,
    snippets: Object.fromEntries(
      elementIds.map((element) => [
        element,
        Object.fromEntries(
          states
            .filter((state) => hasState(elements[element].widget, state))
            .map((state) => [state.id, snippetOf(element, state, options)] as const),
        ),
      ]),
    ),
  };
}

/** The code as a customer would paste it: the look is the page's business and left out. */
function snippetOf(
  element: (typeof elementIds)[number],
  state: StateSpec,
  options: HarnessOptions,
): string {
  const { backend } = options.origins;
  const { 'data-endpoint': endpoint, 'data-context-url': contextUrl } = scriptData(
    { ...defaultSelection, element },
    state,
    backend,
  );
  const data = { 'data-endpoint': endpoint, 'data-context-url': contextUrl };
  const { extensionUrl, organizations } = options.linkedIn;
  return snippet(
    element,
    { backend, tenant: customerOf(elements[element].widget, state), extensionUrl, data },
    {
      candidateId: candidateOf(state, options),
      integrationContext: organizations[0],
      jobId: jobOf(state),
    },
  );
}

export function fixturesPage(): Response {
  return pageResponse(
    shell({
      title: 'Host pages',
      current: '/fixtures',
      head: html``,
      body: html` <main class="list" id="workbench" tabindex="-1">
        <div class="intro">
          <h1>Host pages</h1>
          <p>Pages that embed our elements under one difficulty each. Flow tests open them, too.</p>
        </div>
        ${fixtureGroups.map(
          ({ title, fixtures }) =>
            html` <section>
              <h2>${title}</h2>
              <ul class="fixtures">
                ${fixtures.map(
                  (fixture) =>
                    html`<li>
                      <a href="/fixtures/${fixture.id}">${fixture.title}</a>
                      <p>${fixture.about}</p>
                    </li>`,
                )}
              </ul>
            </section>`,
        )}
      </main>`,
    }),
    workbenchPolicy(createNonce()),
  );
}

export function notFoundPage(message = 'There is no such page.'): Response {
  const page = shell({
    title: 'Not found',
    current: '',
    head: html``,
    body: html` <main class="list" id="workbench" tabindex="-1">
      <div class="intro">
        <h1>Not found</h1>
        <p>${message} <a href="/">Back to the previews</a></p>
      </div>
    </main>`,
  });
  const { headers, body } = pageResponse(page, workbenchPolicy(createNonce()));
  return new Response(body, { status: 404, headers });
}

interface ShellParts {
  readonly title: string;
  /** Path of the navigation entry that is open. */
  readonly current: string;
  readonly head: Html;
  readonly body: Html;
}

const entries = [
  ['/', 'Previews'],
  ['/fixtures', 'Host pages'],
] as const;

const shell = ({ title, current, head, body }: ShellParts): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · RSC Embed harness</title>
        <link
          rel="icon"
          href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='4' fill='%230b5f59'/%3E%3Cpath d='M4 5h8M4 8h8M4 11h5' stroke='%23fff' stroke-width='1.6'/%3E%3C/svg%3E"
        />
        <link rel="stylesheet" href="/client/workbench.css" />
        ${head}
      </head>
      <body>
        <a class="skip" href="#workbench">Skip to content</a>
        <header class="top">
          <p class="brand">RSC Embed <span>Harness</span></p>
          <nav aria-label="Harness">
            <ul>
              ${entries.map(
                ([path, label]) =>
                  html`<li>
                    <a href="${path}" ${path === current ? html` aria-current="page"` : ''}
                      >${label}</a
                    >
                  </li>`,
              )}
            </ul>
          </nav>
          <div class="status" id="status"></div>
        </header>
        ${body}
      </body>
    </html>`;

/** The workbench: chooses previews, frames them, and shows what their elements say. */
import { html, nothing, render, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { WorkbenchData } from '../pages.ts';
import {
  all,
  toneOf,
  WorkbenchModel,
  type Choice,
  type Preview,
  type PreviewMessage,
} from './model.ts';
import { clearViolations, watchViolations, type Reported } from './violations.ts';

const place = (id: string): HTMLElement => {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no #${id}`);
  return element;
};

const main = place('workbench');
const status = place('status');
const copiedMs = 2_000;

const labels: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  appearance: { light: 'Light', dark: 'Dark', auto: 'Auto' },
  dir: { ltr: 'LTR', rtl: 'RTL' },
  locale: { en: 'English', de: 'Deutsch', ar: 'العربية', ja: '日本語' },
  width: { '320': '320', '390': '390', '480': '480', full: 'Full' },
};
const toneText = { good: 'as expected', waiting: 'not there yet', bad: 'not as expected' };

const data = JSON.parse(place('data').textContent) as WorkbenchData;
const model = new WorkbenchModel(data, location.search, draw);
let violations: readonly Reported[] = [];
let copied: string | null = null;
let isDrawing = false;

function select(name: Choice, value: string): void {
  model.select(name, value);
  history.replaceState(null, '', model.search);
}

const frameOf = (preview: Preview): HTMLIFrameElement | null =>
  main.querySelector(`iframe[data-key="${CSS.escape(preview.key)}"]`);

async function copy(preview: Preview): Promise<void> {
  await navigator.clipboard.writeText(model.snippetOf(preview));
  copied = preview.key;
  draw();
  setTimeout(() => {
    copied = null;
    draw();
  }, copiedMs);
}

async function clear(): Promise<void> {
  await clearViolations();
  violations = [];
  draw();
}

window.addEventListener('message', ({ source, origin, data: message }) => {
  if (origin !== location.origin || (message as { harness?: unknown }).harness !== 1) return;
  const preview = model.previews.find((candidate) => frameOf(candidate)?.contentWindow === source);
  if (preview !== undefined) model.take(preview, message as PreviewMessage);
});

function segments(name: Choice, legend: string, values: readonly string[]): TemplateResult {
  return html`<fieldset class="segments">
    <legend>${legend}</legend>
    <div>
      ${values.map(
        (value) =>
          html`<label
            ><input
              type="radio"
              name=${name}
              value=${value}
              .checked=${model.chosen[name] === value}
              @change=${() => select(name, value)}
            /><span>${labels[name]?.[value] ?? value}</span></label
          >`,
      )}
    </div>
  </fieldset>`;
}

function dropdown(
  name: Choice,
  label: string,
  options: readonly (readonly [string, string])[],
): TemplateResult {
  return html`<label class="dropdown"
    ><span>${label}</span
    ><select
      name=${name}
      @change=${(event: Event) => select(name, (event.target as HTMLSelectElement).value)}
    >
      ${options.map(
        ([value, text]) =>
          html`<option value=${value} .selected=${model.chosen[name] === value}>${text}</option>`,
      )}
    </select></label
  >`;
}

const controls = (): TemplateResult =>
  html`<form
    class="controls"
    aria-label="What to preview"
    @submit=${(event: Event) => event.preventDefault()}
  >
    ${dropdown('element', 'Element', [
      ...data.elements.map(({ id, label }) => [id, label] as const),
      [all, 'All elements'],
    ])}
    ${dropdown('state', 'State', [
      [all, 'All states'],
      ...model.states.map(({ id, label }) => [id, label] as const),
    ])}
    ${segments('width', 'Width', data.choices.width)}
    ${segments('appearance', 'Appearance', data.choices.appearance)}
    ${segments('dir', 'Direction', data.choices.dir)}
    ${dropdown(
      'locale',
      'Language',
      data.choices.locale.map((value) => [value, labels['locale']?.[value] ?? value] as const),
    )}
  </form>`;

function card(preview: Preview): TemplateResult {
  const { element, state } = preview;
  const name = `${state.label}: ${element.label}`;
  const of = html`<span class="unseen">: ${name}</span>`;
  const kind = toneOf(preview);
  const address = model.addressOf(preview);
  return html`<article class="preview" aria-labelledby="title-${preview.key}">
    <header>
      <div class="title">
        <h2 id="title-${preview.key}">
          ${state.label}${model.chosen.element === all ? html` <small>${element.label}</small>` : nothing}
        </h2>
        <p class="chip ${kind}">
          <code>${preview.shown}</code><span class="unseen"> (${toneText[kind]})</span>
        </p>
      </div>
      <p class="cause">${state.cause}</p>
    </header>
    <div class="viewport">
      ${repeat(
        [preview.generation],
        (generation) => `${String(generation)} ${address}`,
        () =>
          html`<iframe
            data-key=${preview.key}
            title=${`Preview of ${name}`}
            loading="lazy"
            src=${address}
            width=${model.chosen.width === 'full' ? '100%' : model.chosen.width}
            height=${preview.heightPx}
          ></iframe>`,
      )}
    </div>
    <footer>
      <details>
        <summary>Events <span class="count">${preview.entries.length}</span></summary>
        ${
          preview.entries.length === 0
            ? html`<p class="empty">Nothing yet. A preview starts when it comes into view.</p>`
            : html`<ol class="log" tabindex="0" aria-label=${`Events of ${name}`}>
                ${preview.entries.map(
                  ({ name: event, detail, atMs }) =>
                    html`<li>
                      <time>${(atMs / 1000).toFixed(2)} s</time> <b>${event}</b>
                      <code>${JSON.stringify(detail)}</code>
                    </li>`,
                )}
              </ol>`
        }
      </details>
      <details>
        <summary>Embed code</summary>
        <pre
          tabindex="0"
          role="group"
          aria-label=${`Embed code for ${name}`}
        ><code>${model.snippetOf(preview)}</code></pre>
        <p class="actions">
          <button type="button" @click=${() => void copy(preview)}>
            ${copied === preview.key ? 'Copied' : 'Copy'}${of}
          </button>
        </p>
      </details>
      <p class="actions">
        <a href=${address} target="_blank">Open alone${of}</a>
        <button type="button" @click=${() => model.reload(preview)}>Reload${of}</button>
        ${
          state.offline
            ? html`<button
                type="button"
                @click=${() => frameOf(preview)?.contentWindow?.goOnline?.()}
              >
                Go online${of}
              </button>`
            : nothing
        }
      </p>
    </footer>
  </article>`;
}

const statusView = (): TemplateResult => {
  const count = violations.length;
  const sentence = `${String(count)} CSP ${count === 1 ? 'violation' : 'violations'}`;
  if (count === 0) return html`<p class="chip good" role="status">${sentence}</p>`;
  return html`<p class="unseen" role="status">${sentence}</p>
    <details class="violations">
      <summary class="chip bad">${sentence}</summary>
      <div>
        <ul>
          ${violations.map(
            ({ page, directive, blocked }) =>
              html`<li>
                <code>${directive}</code> stopped <code>${blocked}</code> on <code>${page}</code>
              </li>`,
          )}
        </ul>
        <p class="actions">
          <button type="button" @click=${() => void clear()}>Clear</button>
        </p>
      </div>
    </details>`;
};

function draw(): void {
  if (isDrawing) return;
  isDrawing = true;
  queueMicrotask(() => {
    isDrawing = false;
    const shown = model.previews;
    render(
      html`<h1 class="unseen">Previews of every element in every state</h1>
        ${controls()}
        <p class="unseen" role="status">
          ${copied === null ? `${String(shown.length)} previews` : 'Copied'}
        </p>
        <div class="grid" data-width=${model.chosen.width}>
          ${repeat(
            shown,
            ({ key }) => key,
            (preview) => card(preview),
          )}
        </div>`,
      main,
    );
    render(statusView(), status);
  });
}

watchViolations((list) => {
  violations = list;
  draw();
});
draw();

import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { RscContentResizeEvent } from '../../ui/fold/fold.ts';
import { en } from './words/en.ts';
import type { ExportsWords, KeyName } from './words/words.ts';

const keysOf: readonly (readonly [KeyName, readonly string[]])[] = [
  ['move', ['↓', '↑']],
  ['ends', ['Home', 'End']],
  ['toggle', ['Enter']],
  ['open', ['O']],
  ['new', ['N']],
  ['merge', ['M']],
  ['create', ['C']],
  ['dismiss', ['D']],
  ['undo', ['U']],
];
const deciding: ReadonlySet<KeyName> = new Set(['merge', 'create', 'dismiss', 'undo']);

/**
 * The keys there are. Loaded when somebody asks for it.
 *
 * @fires rsc-content-resize
 */
@customElement('rsc-export-keys')
export class RscExportKeys extends LitElement {
  static override styles = css`
    dl {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(280px, 100%), 1fr));
      gap: 6px 16px;
      margin: 0;
      padding-block: 6px;
    }

    div {
      display: flex;
      gap: 10px;
      align-items: baseline;
    }

    dt {
      flex: none;
      min-inline-size: 92px;
    }

    dd {
      margin: 0;
    }

    kbd {
      display: inline-block;
      box-sizing: border-box;
      min-inline-size: 24px;
      padding: 1px 6px;
      border: 1px solid var(--rsc-line-strong);
      border-radius: 4px;
      font: inherit;
      text-align: center;
    }
  `;

  @property({ attribute: false }) words: ExportsWords = en;
  @property({ attribute: false }) mayDecide = false;

  protected override updated(): void {
    this.dispatchEvent(new RscContentResizeEvent());
  }

  override render(): TemplateResult {
    const shown = keysOf.filter(([name]) => this.mayDecide || !deciding.has(name));
    return html`<dl>
      ${shown.map(
        ([name, keys]) =>
          html`<div>
            <dt>${keys.map((key) => html`<kbd>${key}</kbd> `)}</dt>
            <dd>${this.words.keyHelp[name]}</dd>
          </div>`,
      )}
    </dl>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rsc-export-keys': RscExportKeys;
  }
}
